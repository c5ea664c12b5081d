package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// ownRedis is a redis-server that this program started and watches over. One
// left over by a program that was killed is taken on again: two on the same
// files would spoil them.
type ownRedis struct {
	program, folder, socket string
	log                     *slog.Logger
}

// startRedis starts a redis-server from PATH with its files in folder. Every
// write is on disk before it is answered. It listens on a socket in the folder
// alone, so that nothing on the network can reach it.
func startRedis(ctx context.Context, folder string, log *slog.Logger) (*ownRedis, error) {
	program, err := exec.LookPath("redis-server")
	if err != nil {
		return nil, errors.New("CONNECTIVE_REDIS_URL is not set and there is no redis-server on PATH: " +
			"set the address of a Redis, or install one (Debian: apt-get install redis-server)")
	}
	if folder, err = filepath.Abs(folder); err != nil {
		return nil, fmt.Errorf("find the data folder: %w", err)
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", settledByData(err))
	}
	r := &ownRedis{program: program, folder: folder, socket: filepath.Join(folder, "redis.sock"), log: log}
	if len(r.socket) > 100 { // the longest path of a socket is 107 bytes, unix(7)
		return nil, errors.New("CONNECTIVE_DATA is too long a path for a socket: use one of at most 85 letters, or set CONNECTIVE_REDIS_URL")
	}
	return r, r.start(ctx)
}

func (r *ownRedis) start(ctx context.Context) error {
	if r.answers() {
		r.log.Info("the redis-server of before is still running", "folder", r.folder)
		return nil
	}
	cmd := exec.Command(r.program,
		"--port", "0", "--unixsocket", r.socket, "--unixsocketperm", "700", "--dir", r.folder, "--pidfile", r.pidFile(),
		"--appendonly", "yes", "--appendfsync", "always", "--save", "", "--maxmemory-policy", "noeviction",
		"--daemonize", "no", "--loglevel", "warning")
	// A Ctrl-C in the terminal must not reach it before this program has finished.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start redis-server: %w", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	return r.await(ctx, ended)
}

// await returns once the server accepts connections, within 30 seconds: a
// large append-only file takes a while to load.
func (r *ownRedis) await(ctx context.Context, ended <-chan error) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for !r.answers() {
		select {
		case err := <-ended:
			return fmt.Errorf("redis-server ended at once (%w): see whether its files in the data folder are whole", err)
		case <-ctx.Done():
			return errors.New("redis-server did not answer within 30 seconds")
		case <-time.After(20 * time.Millisecond):
		}
	}
	return nil
}

// watch starts the server again if it ends, until the context does.
func (r *ownRedis) watch(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Second):
		}
		if r.answers() {
			continue
		}
		r.log.Error("redis-server has ended; starting it again")
		if err := r.start(ctx); err != nil && ctx.Err() == nil {
			r.log.Error("redis-server did not start; trying again", "why", err)
		}
	}
}

func (r *ownRedis) answers() bool {
	c, err := net.Dial("unix", r.socket)
	if err != nil {
		return false
	}
	return c.Close() == nil
}

func (r *ownRedis) pidFile() string { return filepath.Join(r.folder, "redis.pid") }

// stop asks the server to write everything and end, and waits up to 10 seconds.
func (r *ownRedis) stop() error {
	text, err := os.ReadFile(r.pidFile())
	if err != nil {
		return fmt.Errorf("find the redis-server to stop: %w", err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return fmt.Errorf("read the number of the redis-server to stop: %w", err)
	}
	if err := syscall.Kill(pid, syscall.SIGTERM); err != nil {
		return fmt.Errorf("stop redis-server: %w", err)
	}
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if !r.answers() {
			return nil
		}
	}
	return errors.New("redis-server did not end within 10 seconds")
}
