package redistest

import (
	"io"
	"net"
	"sync"
	"testing"
	"time"
)

// Proxy stands between a program and a server, and disturbs their connections as a network does.
type Proxy struct {
	Addr string // host:port

	t        testing.TB
	server   string
	listener net.Listener
	pumps    sync.WaitGroup

	mu       sync.Mutex
	links    map[*link]struct{}
	accepted int
	delay    time.Duration
	closed   bool
}

// link is a connection through the proxy, with both of its halves.
type link struct {
	client, server net.Conn
	gone           chan struct{} // closed with the halves
	end            sync.Once
	silent         bool // guarded by Proxy.mu
	forgotten      bool // guarded by Proxy.mu
}

// StartProxy starts a proxy to the server at an address. It ends with its test.
func StartProxy(t testing.TB, server string) *Proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &Proxy{Addr: l.Addr().String(), t: t, server: server, listener: l, links: map[*link]struct{}{}}
	p.pumps.Go(p.accept)
	t.Cleanup(func() {
		p.mu.Lock()
		p.closed = true
		p.mu.Unlock()
		l.Close()
		p.Cut()
		p.pumps.Wait()
	})
	return p
}

// URL is the proxy's address as a redis:// URL.
func (p *Proxy) URL() string { return "redis://" + p.Addr }

// Cut ends all connections. New ones are accepted.
func (p *Proxy) Cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for l := range p.links {
		l.close()
	}
}

// Silence makes all existing connections pass nothing any more, but stay open, as after a firewall has forgotten
// them. New ones are accepted, and work.
func (p *Proxy) Silence() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for l := range p.links {
		l.silent = true
	}
}

// Forget makes all existing connections end when something is next sent over them, as many load balancers do after a
// long idle time. New ones are accepted, and work.
func (p *Proxy) Forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for l := range p.links {
		l.forgotten = true
	}
}

// Delay delays each piece of an answer from now on. Zero removes the delay.
func (p *Proxy) Delay(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.delay = d
}

// Accepted returns how many connections there have been so far.
func (p *Proxy) Accepted() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.accepted
}

// Open returns how many connections there are.
func (p *Proxy) Open() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.links)
}

func (p *Proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", p.server)
		if err != nil { // the server is down, and so is the proxy
			client.Close()
			continue
		}
		l := &link{client: client, server: server, gone: make(chan struct{})}
		p.mu.Lock()
		if p.closed {
			l.close()
		}
		p.links[l] = struct{}{}
		p.accepted++
		p.mu.Unlock()
		p.pumps.Go(func() { p.pump(l, client, server, false) })
		p.pumps.Go(func() { p.pump(l, server, client, true) })
	}
}

// pump forwards what one half sends, until either half ends.
func (p *Proxy) pump(l *link, from io.Reader, to io.Writer, answers bool) {
	defer func() {
		l.close()
		p.mu.Lock()
		delete(p.links, l)
		p.mu.Unlock()
	}()
	for buffer := make([]byte, 32<<10); ; {
		n, err := from.Read(buffer)
		if err != nil {
			return
		}
		p.mu.Lock()
		delay, silent, forgotten := p.delay, l.silent, l.forgotten
		p.mu.Unlock()
		if forgotten {
			return
		}
		if silent {
			continue
		}
		if answers && delay > 0 {
			select {
			case <-time.After(delay):
			case <-l.gone:
				return
			}
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			return
		}
	}
}

func (l *link) close() {
	l.end.Do(func() {
		close(l.gone)
		l.client.Close()
		l.server.Close()
	})
}
