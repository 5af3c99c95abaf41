package handlers

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers/live"
	"github.com/quiva-ai/session-tokens/store"
)

const getRequest = "GET /accounts/session-tokens HTTP/1.1\r\nHost: x\r\nX-Api-Key: x\r\n\r\n"

// gate is a store that answers when it is released.
type gate struct {
	asked chan struct{} // a value for each question
	open  chan struct{}
}

// wait waits for a question.
func (g gate) wait(t *testing.T) {
	t.Helper()
	select {
	case <-g.asked:
	case <-time.After(10 * time.Second):
		t.Fatal("the store is not asked")
	}
}

func (g gate) List(ctx context.Context, _ string, lists *store.Lists) error {
	*lists = store.Lists{}
	g.asked <- struct{}{}
	select {
	case <-g.open:
		return nil
	case <-ctx.Done():
		return store.ErrUnavailable
	}
}

// lines is a log that can be read while it is written.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

type listening struct {
	*Server
	public, admin string
	log           *lines
	stop          context.CancelFunc
	done          chan error
}

// listen serves on real ports with a limit of public connections.
func listen(t *testing.T, limit int, reader live.Store, wrap func(net.Listener) net.Listener, with ...func(*Config)) *listening {
	t.Helper()
	l := &listening{log: &lines{}, done: make(chan error, 1)}
	l.Server = newServer(t, gen.Document(), store.Lists{}, l.log, func(cfg *Config) {
		cfg.Now = time.Now // deadlines of connections are real ones
		if reader != nil {
			cfg.Records = live.New(cfg.Records.Schema(), reader, cfg.Now)
		}
		for _, change := range with {
			change(cfg)
		}
	})
	l.clients.limit = limit
	var listeners [2]net.Listener
	for i := range listeners {
		var err error
		if listeners[i], err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
			t.Fatal(err)
		}
	}
	l.public, l.admin = listeners[0].Addr().String(), listeners[1].Addr().String()
	if wrap != nil {
		listeners[0] = wrap(listeners[0])
	}
	ctx, stop := context.WithCancel(t.Context())
	l.stop = stop
	go func() { l.done <- l.Serve(ctx, listeners[0], listeners[1], 0) }()
	t.Cleanup(stop)
	return l
}

func (l *listening) idle() int {
	l.clients.mu.Lock()
	defer l.clients.mu.Unlock()
	return l.clients.idle.Len()
}

// dial opens a connection that ends with the test and has a deadline of ten seconds.
func dial(t *testing.T, address string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if err := c.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return c
}

func send(t *testing.T, c net.Conn, text string) {
	t.Helper()
	if _, err := io.WriteString(c, text); err != nil {
		t.Fatal(err)
	}
}

func wantStatus(t *testing.T, c net.Conn, status int) {
	t.Helper()
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatalf("no answer: %v", err)
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil || answer.StatusCode != status {
		t.Fatalf("status %d, %v, want %d", answer.StatusCode, err, status)
	}
}

// wantClosed waits for the server to close the connection, and returns what it sent before.
func wantClosed(t *testing.T, c net.Conn) string {
	t.Helper()
	said, err := io.ReadAll(c)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("%s is not closed", c.LocalAddr())
	}
	return string(said)
}

func TestLongestIdleMakesRoom(t *testing.T) {
	const limit = 4
	l := listen(t, limit, nil, nil)
	var used, silent []net.Conn
	for range limit {
		c := dial(t, l.public)
		send(t, c, getRequest)
		wantStatus(t, c, 200)
		used = append(used, c)
	}
	for tick := time.Tick(time.Millisecond); l.idle() < limit; { // the answer arrives before the server knows that the connection is idle
		<-tick
	}
	for range 3 * limit {
		silent = append(silent, dial(t, l.public))
	}
	c := dial(t, l.public)
	send(t, c, getRequest)
	wantStatus(t, c, 200)
	for i, gone := range append(used, silent[:2*limit]...) {
		if said := wantClosed(t, gone); said != "" {
			t.Errorf("connection %d was answered: %s", i, said)
		}
	}
	last := silent[len(silent)-1] // is no longer the one that has been idle longest
	send(t, last, getRequest)
	wantStatus(t, last, 200)
	if n := l.clients.count(); n > limit {
		t.Errorf("%d connections, want %d at the most", n, limit)
	}
	if n := strings.Count(l.log.String(), `"the limit of connections is reached`); n != 1 {
		t.Errorf("the log says it %d times, want once:\n%s", n, l.log)
	}
	answer, err := http.Get("http://" + l.admin + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	for _, want := range []string{"\nsession_tokens_connections 4\n", "\nsession_tokens_connections_limit 4\n"} {
		if err != nil || !strings.Contains(string(said), want) {
			t.Errorf("no %q in the metrics, %v", want, err)
		}
	}
}

// A connection that waits for an answer is not idle: a new one waits until one of these is.
func TestNobodyIsIdle(t *testing.T) {
	const limit = 3
	g := gate{asked: make(chan struct{}, 2*limit), open: make(chan struct{})}
	l := listen(t, limit, g, nil)
	var conns []net.Conn
	for range limit {
		c := dial(t, l.public)
		send(t, c, getRequest)
		conns = append(conns, c)
		g.wait(t)
	}
	late := dial(t, l.public)
	send(t, late, getRequest)
	answer, err := http.Get("http://" + l.admin + "/healthz")
	if err != nil || answer.StatusCode != 200 {
		t.Errorf("%v, %v", answer, err)
	} else {
		answer.Body.Close()
	}
	if len(g.asked) > 0 {
		t.Error("the late one was let in")
	}
	close(g.open)
	for _, c := range append(conns, late) {
		wantStatus(t, c, 200)
	}
}

func TestConnectionOpenedAhead(t *testing.T) {
	const ahead = headerTimeout + headerTimeout/5
	g := gate{asked: make(chan struct{}, 1), open: make(chan struct{})}
	l := listen(t, 10, g, nil)
	for name, before := range map[string]func(c net.Conn){
		"first request": func(net.Conn) {},
		"one after another": func(c net.Conn) {
			send(t, c, getRequest)
			g.wait(t)
			g.open <- struct{}{}
			wantStatus(t, c, 200)
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := dial(t, l.public)
			before(c)
			<-time.After(ahead)
			send(t, c, getRequest[:1])
			<-time.After(headerTimeout / 10) // far within the limit: a busy machine is slow
			send(t, c, getRequest[1:])
			g.wait(t)
			<-time.After(readDeadline / 2) // a deadline that net/http counts from accept must not end the request
			g.open <- struct{}{}
			wantStatus(t, c, 200)
			send(t, c, getRequest)
			g.wait(t)
			g.open <- struct{}{}
			wantStatus(t, c, 200)
		})
	}
}

// A header that trickles in is cut off a second after its first byte, also after an answer, and also if it is one
// byte.
func TestSlowHeader(t *testing.T) {
	l := listen(t, 10, nil, nil)
	for name, c := range map[string]struct {
		ahead time.Duration
		used  bool
		text  string
	}{
		"first request":               {0, false, getRequest},
		"opened ahead":                {headerTimeout, false, getRequest},
		"one after another":           {0, true, getRequest},
		"one byte":                    {0, false, "G"},
		"one byte, one after another": {headerTimeout / 2, true, "G"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn := dial(t, l.public)
			if c.used {
				send(t, conn, getRequest)
				wantStatus(t, conn, 200)
			}
			<-time.After(c.ahead)
			began := time.Now()
			done := make(chan struct{})
			defer close(done)
			go func() {
				drop := time.NewTicker(300 * time.Millisecond)
				defer drop.Stop()
				for i := range c.text {
					if _, err := io.WriteString(conn, c.text[i:i+1]); err != nil {
						return
					}
					select {
					case <-drop.C:
					case <-done:
						return
					}
				}
			}()
			if said := wantClosed(t, conn); said != "" && !strings.HasPrefix(said, "HTTP/1.1 400 ") { // for half a line
				t.Errorf("it was answered: %s", said)
			}
			// A busy machine is slow, but takes less than half of the idle time-out.
			if took := time.Since(began); took < headerTimeout-100*time.Millisecond || took > idleTimeout/2 {
				t.Errorf("cut off after %v, want about %v", took, headerTimeout)
			}
		})
	}
}

// scarce has no descriptor left for some of the first connections.
type scarce struct {
	net.Listener
	left int
}

func (s *scarce) Accept() (net.Conn, error) {
	if s.left--; s.left > 0 && s.left < 4 { // the first is accepted
		return nil, &net.OpError{Op: "accept", Err: os.NewSyscallError("accept4", syscall.EMFILE)}
	}
	return s.Listener.Accept()
}

func TestNoDescriptorLeft(t *testing.T) {
	l := listen(t, 10, nil, func(inner net.Listener) net.Listener { return &scarce{inner, 5} })
	first := dial(t, l.public)
	wantClosed(t, first) // it is idle, so it makes room
	c := dial(t, l.public)
	send(t, c, getRequest)
	wantStatus(t, c, 200)
	if n := strings.Count(l.log.String(), "too many open files"); n != 3 {
		t.Errorf("the log names the reason %d times, want for each time that it tried:\n%s", n, l.log)
	}
}

// Shutdown waits neither for connections that have sent nothing, nor for those that wait for room.
func TestShutdownWithSilentConnections(t *testing.T) {
	g := gate{asked: make(chan struct{}, 1), open: make(chan struct{})}
	l := listen(t, 2, g, nil)
	silent, busy := dial(t, l.public), dial(t, l.public)
	send(t, busy, getRequest)
	g.wait(t)
	began := time.Now()
	l.stop()
	wantClosed(t, silent)
	close(g.open)
	wantStatus(t, busy, 200)
	if err := <-l.done; err != nil {
		t.Error(err)
	}
	if took := time.Since(began); took > drainLimit/2 || strings.Contains(l.log.String(), "cut off") {
		t.Errorf("it took %v:\n%s", took, l.log)
	}
}

func TestPublicLimit(t *testing.T) {
	for _, c := range []struct {
		descriptors uint64
		redis, want int
		tooLow      bool
	}{
		{1024, 256, 736, false},
		{1 << 20, 400, 1<<20 - 432, false},
		{64, 16, 16, false},
		{64, 40, 8, true},
		{1<<64 - 1, 400, 1<<31 - 433, false},
	} {
		if limit, tooLow := publicLimit(c.descriptors, c.redis); limit != c.want || tooLow != c.tooLow {
			t.Errorf("%+v: got %d, %t", c, limit, tooLow)
		}
	}
}
