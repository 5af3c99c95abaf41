package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptrace"
	"regexp"
	"runtime"
	"runtime/pprof"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// silentRedis accepts commands and replies only to the first on each connection. The channel asked receives once a
// command concerns the user.
func silentRedis(t *testing.T, user string) (address string, asked <-chan struct{}) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	first := make(chan struct{}, 1)
	read := func(c net.Conn) {
		defer c.Close()
		for b := make([]byte, 1024); ; {
			n, err := c.Read(b)
			if err != nil {
				return
			}
			if bytes.Contains(b[:n], []byte("hello")) { // a new connection
				if _, err := io.WriteString(c, "-ERR unknown command\r\n"); err != nil {
					return
				}
			}
			if bytes.Contains(b[:n], []byte("{"+user+"}")) { // not the service's own check of Redis
				select {
				case first <- struct{}{}:
				default:
				}
			}
		}
	}
	go func() {
		for c, err := l.Accept(); err == nil; c, err = l.Accept() {
			go read(c)
		}
	}()
	return l.Addr().String(), first
}

// A request that is waiting for Redis when the signal arrives is answered before the program exits.
func TestDrainAnswersWhatIsUnderWay(t *testing.T) {
	address, asked := silentRedis(t, "alice")
	s := serve(t, "--redis-url=redis://"+address, "--drain-delay=0s")
	bearer, err := credential.SignHS256([]byte(strings.Repeat("not a secret ", 3)),
		map[string]any{"sub": "alice", "exp": time.Now().Add(time.Hour).Unix()})
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+s.public+"/accounts/session-tokens", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+bearer)
	status := make(chan int, 1)
	go func() {
		defer close(status)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Error(err)
			return
		}
		answer.Body.Close()
		status <- answer.StatusCode
	}()
	select {
	case <-asked:
	case <-time.After(processLimit):
		t.Fatalf("Redis is not asked within %s", processLimit)
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if got := <-status; got != http.StatusServiceUnavailable {
		t.Errorf("status %d, want 503: Redis did not answer", got)
	}
	if err := s.cmd.Wait(); err != nil {
		t.Errorf("it ended with %v:\n%s", err, s.logged())
	}
}

// Busy clients that share an HTTP/2 connection lose no request while the service drains.
func TestDrainHTTP2(t *testing.T) {
	s := serve(t, "--h2c", "--drain-delay=1s")
	protocols := &http.Protocols{}
	protocols.SetUnencryptedHTTP2(true)
	client := &http.Client{Transport: &http.Transport{Protocols: protocols}, Timeout: processLimit}
	var clients sync.WaitGroup
	var accepted sync.Map // connections with at least one response
	warm := make(chan struct{}, 4)
	for range cap(warm) {
		clients.Go(func() {
			ready := sync.OnceFunc(func() { warm <- struct{}{} })
			defer ready()
			for n := 0; ; n++ {
				var conn net.Conn
				traced := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{GotConn: func(c httptrace.GotConnInfo) { conn = c.Conn }})
				r, err := http.NewRequestWithContext(traced, http.MethodGet, "http://"+s.public+"/accounts/session-tokens", nil)
				if err != nil {
					t.Error(err)
					return
				}
				answer, err := client.Do(r)
				var closed *net.OpError
				// The kernel resets connections that are still in the accept queue when the listener closes. The
				// transport reports that to one client, and to the others that it has closed the connection, or that
				// it could not be established.
				_, before := accepted.Load(conn)
				reset := errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) || err != nil &&
					(strings.Contains(err.Error(), "force closed via ClientConn.Close") || strings.Contains(err.Error(), "client conn could not be established"))
				if errors.As(err, &closed) && closed.Op == "dial" || !before && reset {
					return
				}
				if err != nil {
					t.Errorf("a request was dropped, after others on its connection: %t: %v", before, err)
					return
				}
				accepted.Store(conn, true)
				answer.Body.Close()
				if answer.StatusCode != http.StatusUnauthorized {
					t.Error(answer.Status)
				}
				if n == 10 {
					ready()
				}
			}
		})
	}
	for range cap(warm) {
		<-warm
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	clients.Wait()
	if err := s.cmd.Wait(); err != nil || strings.Contains(s.logged(), "cut off") {
		t.Errorf("it ended with %v:\n%s", err, s.logged())
	}
}

// While the service drains, the control listener answers and long polls continue, so that a client that polls in a
// loop does not spin. At the end long polls are answered.
func TestDrainControl(t *testing.T) {
	s := serve(t, "--demo", "--control-listen=127.0.0.1:0", "--drain-delay=1s")
	key := ""
	for key == "" {
		line, err := s.stdout.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if _, after, ok := strings.Cut(line, "CONTROL_KEY="); ok {
			key = strings.TrimSpace(after)
		}
	}
	address := regexp.MustCompile(`"control":"([^"]+)"`).FindStringSubmatch(s.logged())[1]
	ask := func(method, path string) (*http.Response, string, error) {
		r, err := http.NewRequestWithContext(t.Context(), method, "http://"+address+path, nil)
		if err != nil {
			return nil, "", err
		}
		r.Header.Set("X-Control-Key", key)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			return nil, "", err
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		return answer, string(body), err
	}
	polls := make(chan []string) // the responses to long polls
	waiting := make(chan struct{})
	go func() {
		var said []string
		defer func() { polls <- said }()
		for path, wait := "/events?wait=1", "1"; ; {
			_, body, err := ask(http.MethodGet, path)
			if err != nil {
				return
			}
			said = append(said, body)
			var page struct {
				Events []any
				Next   string
			}
			if err := json.Unmarshal([]byte(body), &page); err != nil {
				t.Errorf("%v: %s", err, body)
				return
			}
			if len(page.Events) == 0 && wait == "1" {
				wait, said = "30", nil // all events of the demo have been received
				close(waiting)
			}
			path = "/events?wait=" + wait + "&after=" + page.Next
		}
	}()
	<-waiting
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for !strings.Contains(s.logged(), `"draining"`) {
		runtime.Gosched()
	}
	var answer *http.Response
	for ctx := t.Context(); answer == nil || !answer.Close; {
		var body string
		var err error
		if answer, body, err = ask(http.MethodPut, "/users/nobody/suspension"); err != nil || answer.StatusCode != http.StatusOK || ctx.Err() != nil {
			t.Fatalf("while it drains a change is not answered, or the connection not closed: %v %s", err, body)
		}
	}
	// One response is for that change's event, one is the last.
	if said := <-polls; len(said) == 0 || len(said) > 4 {
		t.Errorf("while it drained who waited asked %d times: %.300q", len(said), said)
	}
	if err := s.cmd.Wait(); err != nil {
		t.Errorf("it ended with %v:\n%s", err, s.logged())
	}
}

// After stop returns, the store is closed, so nothing of the control listener may still run.
func TestControlStops(t *testing.T) {
	b, err := (&redisSettings{RedisURL: redistest.Start(t).URL(), MaxListRecords: "2000", MaxListBytes: "4194304"}).open(&program{now: time.Now}, false, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	c := &controlServer{
		settings: &controlSettings{ControlListen: "127.0.0.1:0", RotationGrace: "10s"}, changes: &changeSettings{WaitReplicas: "0", WaitTimeout: "1s"},
		p: &program{now: time.Now}, log: slog.New(slog.DiscardHandler),
	}
	if err := c.open(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	if err := c.start(t.Context(), b, &keyring{}, nil, time.Hour); err != nil {
		t.Fatal(err)
	}
	c.stop()
	var running bytes.Buffer
	if err := pprof.Lookup("goroutine").WriteTo(&running, 2); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(running.String(), "control.(*Server)") {
		t.Errorf("it still runs:\n%s", &running)
	}
}
