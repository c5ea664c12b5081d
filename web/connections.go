package web

import (
	"container/list"
	"net"
	"net/http"
	"sync"
)

// mostConnections is how many connections are open at the same time. Each takes
// about 30 KB.
const mostConnections = 1000

// connections is a listener that keeps a bound number of connections open. When
// there is one more, the one is closed on which nothing has been asked for
// longest; if something is asked on every one of them the new one waits, for less
// than the time-outs of the server. So whoever opens connections and is silent
// keeps nobody out.
type connections struct {
	net.Listener
	most    int
	crowded func() // is told of each connection that is closed for another, or must wait

	mu     sync.Mutex
	room   *sync.Cond // signalled when a connection is closed or becomes quiet
	open   int
	quiet  *list.List                 // of net.Conn; the longest quiet is at the front
	places map[net.Conn]*list.Element // in quiet
	closed bool
}

func newConnections(most int, crowded func()) *connections {
	c := &connections{most: most, crowded: crowded, quiet: list.New(), places: map[net.Conn]*list.Element{}}
	c.room = sync.NewCond(&c.mu)
	return c
}

// on listens on l.
func (c *connections) on(l net.Listener) net.Listener {
	c.Listener = l
	return c
}

// Accept implements net.Listener.
func (c *connections) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err != nil {
		return nil, err
	}
	if !c.makeRoom() {
		_ = conn.Close() // nobody will answer on it
		return nil, net.ErrClosed
	}
	return &connection{Conn: conn, of: c}, nil
}

// makeRoom returns once there is room for one more, which is then taken; false if
// the listener has been closed.
func (c *connections) makeRoom() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.open >= c.most {
		c.crowded()
	}
	for !c.closed && c.open >= c.most {
		first := c.quiet.Front()
		if first == nil {
			c.room.Wait()
			continue
		}
		conn := first.Value.(net.Conn)
		c.forget(conn)
		c.mu.Unlock()
		_ = conn.Close() // it may have been closed from the other side
		c.mu.Lock()
	}
	c.open++
	return !c.closed
}

// Close implements net.Listener.
func (c *connections) Close() error {
	c.mu.Lock()
	c.closed = true
	c.mu.Unlock()
	c.room.Broadcast()
	return c.Listener.Close()
}

// watch is told by the server what happens on a connection.
func (c *connections) watch(conn net.Conn, state http.ConnState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.forget(conn)
	if state == http.StateNew || state == http.StateIdle {
		c.places[conn] = c.quiet.PushBack(conn)
		c.room.Signal()
	}
}

func (c *connections) forget(conn net.Conn) {
	if e := c.places[conn]; e != nil {
		c.quiet.Remove(e)
		delete(c.places, conn)
	}
}

// connection gives its place back when it is closed.
type connection struct {
	net.Conn
	of   *connections
	once sync.Once
}

// Close implements net.Conn.
func (c *connection) Close() error {
	c.once.Do(func() {
		c.of.mu.Lock()
		c.of.open--
		c.of.mu.Unlock()
		c.of.room.Signal()
	})
	return c.Conn.Close()
}
