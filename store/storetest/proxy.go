package storetest

import (
	"bytes"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

// burst is the most that is taken for one write of a client.
const burst = 256 << 10

// Proxy stands in front of a redis-server. It counts round trips, and it can
// lose answers: the server has done what it was asked, and nobody hears of it.
type Proxy struct {
	Addr  string
	to    string
	trips atomic.Int64

	mu        sync.Mutex // held while an answer is being lost: nothing is asked then
	lose      int
	word      []byte
	meanwhile func()
	lost      int

	ends   sync.WaitGroup
	open   sync.Mutex
	conns  []net.Conn
	closed bool
}

// StartProxy starts a proxy in front of a server, and ends it with the test.
func StartProxy(t testing.TB, to *Server) *Proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	p := &Proxy{Addr: l.Addr().String(), to: to.Addr}
	p.ends.Go(func() { p.accept(l) })
	t.Cleanup(func() {
		l.Close()
		p.hangUp()
		p.ends.Wait()
	})
	return p
}

func (p *Proxy) hangUp() {
	p.open.Lock()
	defer p.open.Unlock()
	p.closed = true
	for _, c := range p.conns {
		c.Close()
	}
}

// keep remembers connections to close; none once the proxy has ended.
func (p *Proxy) keep(conns ...net.Conn) bool {
	p.open.Lock()
	defer p.open.Unlock()
	p.conns = append(p.conns, conns...)
	return !p.closed
}

// URL is how the store names the server behind the proxy.
func (p *Proxy) URL() string { return "redis://" + p.Addr }

// Trips is how many round trips there were: what a client writes until an
// answer comes is one.
func (p *Proxy) Trips() int { return int(p.trips.Load()) }

// Lose loses the next n answers to requests that hold the word. The server does
// what it is asked, then meanwhile runs if it is not nil, and then the client's
// connection breaks. Lose(0, "", nil) loses no more.
func (p *Proxy) Lose(n int, word string, meanwhile func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lose, p.word, p.meanwhile, p.lost = n, []byte(word), meanwhile, 0
}

// Lost is how many answers were lost since Lose.
func (p *Proxy) Lost() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.lost
}

func (p *Proxy) accept(l net.Listener) {
	for {
		client, err := l.Accept()
		if err != nil {
			return // closed
		}
		server, err := net.Dial("tcp", p.to)
		if err != nil {
			client.Close()
			continue
		}
		if !p.keep(client, server) {
			client.Close()
			server.Close()
			return
		}
		p.ends.Go(func() { p.serve(client, server.(*net.TCPConn)) })
	}
}

// serve passes on what one client asks.
func (p *Proxy) serve(client net.Conn, server *net.TCPConn) {
	var waits, deaf atomic.Bool
	over := make(chan struct{})
	go func() {
		defer close(over)
		answer(client, server, &waits, &deaf)
	}()
	defer func() {
		_ = server.Close() // lost already, or lost now
		<-over
	}()
	buf := make([]byte, burst)
	for {
		n, err := client.Read(buf)
		if err != nil {
			return
		}
		if !waits.Swap(true) {
			p.trips.Add(1)
		}
		if !p.forward(buf[:n], server, &deaf, over) {
			client.Close()
			return
		}
	}
}

// forward passes one burst on. It reports false once its answer is lost. The
// server has done all that came before the end of what it reads.
func (p *Proxy) forward(ask []byte, server *net.TCPConn, deaf *atomic.Bool, over <-chan struct{}) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	losing := p.lose > 0 && bytes.Contains(ask, p.word)
	deaf.Store(losing)
	if _, err := server.Write(ask); err != nil {
		return false
	}
	if !losing {
		return true
	}
	_ = server.CloseWrite() // if it is gone already, so is the answer
	<-over
	p.lose--
	p.lost++
	if p.meanwhile != nil {
		p.meanwhile()
	}
	return false
}

// answer passes on what the server says, until it has nothing more to say.
func answer(client io.WriteCloser, server io.Reader, waits, deaf *atomic.Bool) {
	buf := make([]byte, burst)
	for {
		n, err := server.Read(buf)
		if err != nil {
			if !deaf.Load() {
				client.Close()
			}
			return
		}
		if deaf.Load() {
			continue
		}
		waits.Store(false)
		if _, err := client.Write(buf[:n]); err != nil {
			return
		}
	}
}
