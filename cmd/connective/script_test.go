package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"connective": func() {
			os.Exit(run(context.Background(), os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}))
		},
	})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata", Cmds: map[string]func(*testscript.TestScript, bool, []string){
		"occupy": occupy, "redis": startTestRedis,
	}})
}

// occupy takes ports that follow one another: occupy NAME N. The address of the first
// is in the variable NAME.
func occupy(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: occupy NAME N")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	for {
		first, err := net.Listen("tcp", "127.0.0.1:0")
		ts.Check(err)
		taken := []net.Listener{first}
		port := first.Addr().(*net.TCPAddr).Port
		for len(taken) < n {
			next, err := net.Listen("tcp", fmt.Sprint("127.0.0.1:", port+len(taken)))
			if err != nil {
				break
			}
			taken = append(taken, next)
		}
		ts.Defer(func() {
			for _, l := range taken {
				_ = l.Close()
			}
		})
		if len(taken) == n {
			ts.Setenv(args[0], first.Addr().String())
			return
		}
	}
}

// startTestRedis starts a redis-server on a socket, and sets CONNECTIVE_REDIS_URL.
func startTestRedis(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: redis")
	}
	r, err := startRedis(context.Background(), ts.MkAbs("r"), slog.New(slog.DiscardHandler))
	ts.Check(err)
	ts.Defer(func() { ts.Check(r.stop()) })
	ts.Setenv("CONNECTIVE_REDIS_URL", "unix://"+r.socket)
}
