package server

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"
)

// A connPool limits how many connections are open, in all and for each client.
//
// When there are too many, the least useful one is closed: first an idle one, then
// one whose request does not arrive, then one whose response is not read; among
// equals the one that has been in that state for longest. A connection whose request
// is being answered is never closed. When none can be closed, the new one is refused.
// So clients that leave connections open, or read slowly, only take places from
// clients that do the same.
type connPool struct {
	most      int                 // in all
	perClient int                 // 0 for any number
	refused   func(reason string) // counts
	unsent    atomic.Int64        // bytes of responses that are being written

	mu      sync.Mutex
	open    []*conn
	clients map[client]int
}

// peer is a client, and whether the limit for each client applies to it.
type peer struct {
	client client
	exempt bool
}

// Limits of what connections may hold.
const (
	sendBuffer = 256 << 10   // bytes of an unread response that the system buffers
	maxUnsent  = 64 << 20    // bytes of unread responses in all
	unreadTime = time.Second // after which a connection with an unread response may be closed for another
)

// Reasons for which a connection was refused or closed, as metrics have them.
const (
	reasonConnections       = "connections"
	reasonClientConnections = "client_connections"
	reasonEvicted           = "connection_evicted"
	reasonUnread            = "answer_unread"
)

func newConnPool(most, perClient int, refused func(string)) *connPool {
	return &connPool{most: most, perClient: perClient, refused: refused, clients: map[client]int{}}
}

// count returns how many connections are open.
func (p *connPool) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.open)
}

// What a connection is doing, the least useful first.
type usage int

const (
	usageIdle    usage = iota // no request
	usageAsking               // a request has begun to arrive
	usageUnread               // a response is not read
	usageServing              // a request is being answered
)

// A conn is a connection of the pool.
type conn struct {
	net.Conn
	pool    *connPool
	peer    peer
	index   int          // in pool.open; -1 when it was taken out
	begun   atomic.Bool  // whether a part of a request has arrived
	serving atomic.Int32 // requests that are being answered
	asking  atomic.Int32 // of these, requests whose body is being read
	writing atomic.Int32 // writes that have not ended
	since   atomic.Int64 // when the last of all these changed, in nanoseconds
}

func (c *conn) touch() { c.since.Store(time.Now().UnixNano()) }

func (c *conn) usage() usage {
	switch {
	case c.writing.Load() > 0 && time.Since(time.Unix(0, c.since.Load())) > unreadTime:
		return usageUnread
	case c.writing.Load() > 0:
		return usageServing
	case c.serving.Load() > c.asking.Load():
		return usageServing
	case c.begun.Load():
		return usageAsking
	}
	return usageIdle
}

// add takes a connection into the pool, nil when there is no room for it.
func (p *connPool) add(nc net.Conn, who peer) *conn {
	c := &conn{Conn: nc, pool: p, peer: who}
	c.touch()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.perClient > 0 && !who.exempt && p.clients[who.client] >= p.perClient && !p.evict(&who.client) {
		p.refused(reasonClientConnections)
		return nil
	}
	if len(p.open) >= p.most && !p.evict(nil) {
		p.refused(reasonConnections)
		return nil
	}
	c.index = len(p.open)
	p.open = append(p.open, c)
	p.clients[who.client]++
	return c
}

// evict closes the least useful connection, of one client or of all.
func (p *connPool) evict(of *client) bool {
	victim := p.worst(func(c *conn) (usage, bool) { return c.usage(), of == nil || c.peer.client == *of })
	if victim == nil {
		return false
	}
	p.refused(reasonEvicted)
	p.remove(victim)
	_ = victim.Conn.Close() // reads and writes on it return an error
	return true
}

// worst returns the least useful connection of those that fit, and among equals the
// one that has been so for longest; nil when all of them are being served.
func (p *connPool) worst(rate func(*conn) (u usage, fits bool)) *conn {
	var worst *conn
	lowest, oldest := usageServing, int64(0)
	for _, c := range p.open {
		u, fits := rate(c)
		since := c.since.Load()
		if !fits {
			continue
		}
		if u < lowest || u == lowest && worst != nil && since < oldest {
			worst, lowest, oldest = c, u, since
		}
	}
	return worst
}

// remove takes a connection out, once.
func (p *connPool) remove(c *conn) {
	if c.index < 0 {
		return
	}
	last := p.open[len(p.open)-1]
	p.open[c.index], last.index = last, c.index
	p.open, c.index = p.open[:len(p.open)-1], -1
	if p.clients[c.peer.client]--; p.clients[c.peer.client] == 0 {
		delete(p.clients, c.peer.client)
	}
}

// Close implements net.Conn.
func (c *conn) Close() error {
	c.pool.mu.Lock()
	c.pool.remove(c)
	c.pool.mu.Unlock()
	return c.Conn.Close()
}

// Read implements net.Conn. The age of a request counts from its first byte, however
// slowly the rest arrives.
func (c *conn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if n > 0 && c.begun.CompareAndSwap(false, true) {
		c.touch()
	}
	return n, err
}

// CloseWrite lets net/http send a response to a client that is still sending, before
// it closes the connection.
func (c *conn) CloseWrite() error {
	if w, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return w.CloseWrite()
	}
	return nil
}

// Write implements net.Conn. Responses are in memory until they are read; when they
// take too much, the connection with the oldest unread response is closed.
func (c *conn) Write(b []byte) (int, error) {
	p := c.pool
	c.writing.Add(1)
	c.touch()
	defer func() { c.writing.Add(-1); c.touch() }()
	defer p.unsent.Add(-int64(len(b)))
	if p.unsent.Add(int64(len(b))) > maxUnsent {
		p.dropUnread(c)
	}
	return c.Conn.Write(b)
}

// dropUnread closes the connection with the oldest unread response, except the one
// that is about to write.
func (p *connPool) dropUnread(but *conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.worst(func(c *conn) (usage, bool) { return usageUnread, c != but && c.writing.Load() > 0 })
	if c == nil {
		return
	}
	p.refused(reasonUnread)
	p.remove(c)
	_ = c.Conn.Close() // its writer gets an error
}

// A pooledListener takes connections into a pool.
type pooledListener struct {
	net.Listener
	pool *connPool
	who  func(net.Addr) peer
}

// Accept implements net.Listener. A refused connection gets a 503 if that can be sent
// without waiting.
func (l pooledListener) Accept() (net.Conn, error) {
	for {
		nc, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if t, ok := nc.(*net.TCPConn); ok {
			_ = t.SetWriteBuffer(sendBuffer) // where the system refuses the limit, there is none
		}
		if c := l.pool.add(nc, l.who(nc.RemoteAddr())); c != nil {
			return c, nil
		}
		refuse(nc)
	}
}

// refuse sends a 503 over a connection that will not be served.
func refuse(nc net.Conn) {
	_ = nc.SetWriteDeadline(time.Now().Add(10 * time.Millisecond)) // a fresh connection has room for it
	_, _ = nc.Write([]byte("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"))
	_ = nc.Close()
}

// pooled returns the connection of the pool below another connection; nil when there
// is none.
func pooled(nc net.Conn) *conn {
	if t, ok := nc.(*tls.Conn); ok {
		nc = t.NetConn()
	}
	c, _ := nc.(*conn)
	return c
}

// track follows the states that net/http gives to connections. A connection becomes
// active there only when the header of a request has arrived completely.
func track(nc net.Conn, state http.ConnState) {
	if c := pooled(nc); c != nil && state == http.StateIdle {
		c.begun.Store(false)
		c.touch()
	}
}

// connKey is the key of a request's connection.
type connKey struct{}

func withConn(ctx context.Context, nc net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, pooled(nc))
}

// connOf is the connection of a request, nil where there is none.
func connOf(ctx context.Context) *conn {
	c, _ := ctx.Value(connKey{}).(*conn)
	return c
}

// occupy marks the connection of a request as being served, except while the body of
// the request is being read.
func occupy(c *gin.Context) {
	nc := connOf(c.Request.Context())
	if nc == nil { // in a test without a listener
		return
	}
	if c.Request.Body != nil {
		c.Request.Body = awaitedBody{c.Request.Body, nc}
	}
	nc.serving.Add(1)
	nc.touch()
	defer func() { nc.serving.Add(-1); nc.touch() }()
	c.Next()
}

// An awaitedBody marks its connection as waiting for the client while it is read.
type awaitedBody struct {
	io.ReadCloser
	conn *conn
}

// Read implements io.Reader.
func (b awaitedBody) Read(p []byte) (int, error) {
	b.conn.asking.Add(1)
	defer b.conn.asking.Add(-1)
	return b.ReadCloser.Read(p)
}
