package handlers

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"

	"github.com/quiva-ai/session-tokens/store/redistest"
)

// withTLS makes the public listener speak TLS.
func withTLS(t *testing.T) func(*Config) {
	t.Helper()
	pair, err := tls.LoadX509KeyPair(redistest.Certificate(t))
	if err != nil {
		t.Fatal(err)
	}
	return func(cfg *Config) { cfg.Certificate = func() *tls.Certificate { return &pair } }
}

func withH2C(*testing.T) func(*Config) { return func(cfg *Config) { cfg.H2C = true } }

// trusting returns a configuration that accepts any server certificate.
func trusting(protocols ...string) *tls.Config {
	return &tls.Config{InsecureSkipVerify: true, NextProtos: protocols}
}

// overHTTP2 are the ways to speak HTTP/2.
var overHTTP2 = map[string]struct {
	scheme string
	with   func(*testing.T) func(*Config)
}{"https": {"https", withTLS}, "h2c": {"http", withH2C}}

// newClient returns a client with its own connections that speaks only this protocol.
func newClient(t *testing.T, set func(*http.Protocols, bool)) *http.Client {
	t.Helper()
	protocols := &http.Protocols{}
	set(protocols, true)
	transport := &http.Transport{Protocols: protocols, TLSClientConfig: trusting()}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: 10 * time.Second}
}

func newHTTP2Client(t *testing.T, scheme string) *http.Client {
	t.Helper()
	if scheme == "https" {
		return newClient(t, (*http.Protocols).SetHTTP2)
	}
	return newClient(t, (*http.Protocols).SetUnencryptedHTTP2)
}

type answered struct {
	*http.Response
	body   string
	reused bool // the connection of an earlier request
}

// asks sends a request with an API key.
func asks(t *testing.T, client *http.Client, method, url string, body io.Reader, header ...string) (answered, error) {
	t.Helper()
	var a answered
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{GotConn: func(i httptrace.GotConnInfo) { a.reused = i.Reused }})
	r, err := http.NewRequestWithContext(ctx, method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Api-Key", "x")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	if a.Response, err = client.Do(r); err != nil {
		return a, err
	}
	defer a.Body.Close()
	text, err := io.ReadAll(a.Body)
	a.body = string(text)
	return a, err
}

const listPath = "/accounts/session-tokens"

// Each enabled protocol is answered by the contract, and only those are.
func TestProtocols(t *testing.T) {
	plain, secure, h2c := listen(t, 20, nil, nil), listen(t, 20, nil, nil, withTLS(t)), listen(t, 20, nil, nil, withH2C(t))
	http1, http2, unencrypted := (*http.Protocols).SetHTTP1, (*http.Protocols).SetHTTP2, (*http.Protocols).SetUnencryptedHTTP2
	for name, c := range map[string]struct {
		url  string
		set  func(*http.Protocols, bool)
		want string // the protocol of the answer, or none
	}{
		"HTTP/1":                    {"http://" + plain.public, http1, "HTTP/1.1"},
		"HTTP/2 that is off":        {"http://" + plain.public, unencrypted, ""},
		"TLS, HTTP/1":               {"https://" + secure.public, http1, "HTTP/1.1"},
		"TLS, HTTP/2":               {"https://" + secure.public, http2, "HTTP/2.0"},
		"TLS, without TLS":          {"http://" + secure.public, unencrypted, ""},
		"HTTP/2 without TLS":        {"http://" + h2c.public, unencrypted, "HTTP/2.0"},
		"HTTP/1 beside HTTP/2":      {"http://" + h2c.public, http1, "HTTP/1.1"},
		"TLS where there is none":   {"https://" + h2c.public, http2, ""},
		"admin, HTTP/2 is never on": {"http://" + h2c.admin, unencrypted, ""},
	} {
		t.Run(name, func(t *testing.T) {
			client := newClient(t, c.set)
			for _, request := range []struct {
				method, path, body string
				status             int
			}{
				{"GET", listPath, "", 200}, {"HEAD", listPath, "", 200}, {"GET", "/x", "", 404}, {"DELETE", listPath, "", 405},
				{"POST", listPath, "x", 405}, {"GET", listPath, "x", 400}, {"GET", listPath, "", 200},
			} {
				var body io.Reader
				if request.body != "" {
					body = io.MultiReader(strings.NewReader(request.body)) // of unknown length
				}
				a, err := asks(t, client, request.method, c.url+request.path, body)
				if c.want == "" {
					if err == nil {
						t.Errorf("it was answered: %s", a.Status)
					}
					continue
				}
				if err != nil || a.StatusCode != request.status || a.Proto != c.want || a.Header.Get("X-Request-Id") == "" ||
					(a.body == "") != (request.method == "HEAD") || a.ContentLength <= 0 {
					t.Errorf("%s %s: %v, %+v", request.method, request.path, err, a)
				}
				// An unwanted body ends a connection in HTTP/1 only.
				if first := request.path == listPath && request.method == "GET"; c.want == "HTTP/2.0" && !a.reused && !first {
					t.Errorf("%s %s %q came by another connection", request.method, request.path, request.body)
				}
			}
		})
	}
}

// A connection of HTTP/2 without an open stream makes room, and one with a stream does not.
func TestIdleHTTP2MakesRoom(t *testing.T) {
	for name, c := range overHTTP2 {
		t.Run(name, func(t *testing.T) {
			g := gate{asked: make(chan struct{}, 8), open: make(chan struct{}, 8)}
			l := listen(t, 2, g, nil, c.with(t))
			url := c.scheme + "://" + l.public + listPath
			get := func(client *http.Client) <-chan error {
				done := make(chan error, 1)
				go func() {
					a, err := asks(t, client, "GET", url, nil)
					if err == nil && a.StatusCode != 200 {
						err = errors.New(a.Status)
					}
					done <- err
				}()
				g.wait(t)
				return done
			}
			ok := func(done <-chan error) {
				t.Helper()
				if err := <-done; err != nil {
					t.Error(err)
				}
			}
			busy, idle, late := newHTTP2Client(t, c.scheme), newHTTP2Client(t, c.scheme), newHTTP2Client(t, c.scheme)
			one := get(busy) // its first answer, so that it was idle before the other is
			g.open <- struct{}{}
			ok(one)
			two := get(idle)
			g.open <- struct{}{}
			ok(two)
			for tick := time.Tick(time.Millisecond); l.idle() < 2; {
				<-tick
			}
			long := get(busy)
			three := get(late) // in the place of idle
			if n := l.clients.count(); n != 2 {
				t.Errorf("%d connections, want 2", n)
			}
			g.open <- struct{}{}
			g.open <- struct{}{}
			ok(long)
			ok(three)
			a, err := func() (answered, error) { g.open <- struct{}{}; return asks(t, idle, "GET", url, nil) }()
			if err != nil || a.reused {
				t.Errorf("the idle one was not closed: %v, reused %t", err, a.reused)
			}
		})
	}
}

// shake does the TLS handshake of a client.
func shake(t *testing.T, c net.Conn, protocols ...string) *tls.Conn {
	t.Helper()
	secure := tls.Client(c, trusting(protocols...))
	if err := secure.HandshakeContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	return secure
}

// gathered holds back what is written until it is told to write it.
type gathered struct {
	net.Conn
	keep bool
	kept []byte
}

func (g *gathered) Write(b []byte) (int, error) {
	g.kept = append(g.kept, b...)
	if !g.keep {
		if _, err := g.Conn.Write(g.kept); err != nil {
			return 0, err
		}
		g.kept = nil
	}
	return len(b), nil
}

// A TLS connection may be opened ahead of its handshake, and ahead of its first request.
func TestSecureConnectionOpenedAhead(t *testing.T) {
	const ahead = headerTimeout + headerTimeout/5
	l := listen(t, 20, nil, nil, withTLS(t))
	for name, waits := range map[string][2]time.Duration{"at once": {0, 0}, "before the handshake": {ahead, 0}, "before the request": {0, ahead}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := dial(t, l.public)
			<-time.After(waits[0])
			secure := shake(t, c)
			<-time.After(waits[1])
			for range 2 {
				send(t, secure, getRequest)
				wantStatus(t, secure, 200)
			}
		})
	}
	t.Run("end of the handshake with the request", func(t *testing.T) {
		g := &gathered{Conn: dial(t, l.public)}
		config := trusting()
		config.VerifyConnection = func(tls.ConnectionState) error { g.keep = true; return nil } // only Finished is left
		secure := tls.Client(g, config)
		if err := secure.HandshakeContext(t.Context()); err != nil || len(g.kept) == 0 {
			t.Fatalf("%v, %d bytes kept", err, len(g.kept))
		}
		send(t, secure, getRequest)
		g.keep = false
		send(t, secure, getRequest) // two at once: the second is answered after the first
		r := bufio.NewReader(secure)
		for range 2 {
			answer, err := http.ReadResponse(r, nil)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.Copy(io.Discard, answer.Body); err != nil || answer.StatusCode != 200 {
				t.Errorf("%s, %v", answer.Status, err)
			}
			answer.Body.Close()
		}
		for tick := time.Tick(time.Millisecond); l.idle() == 0; { // it becomes idle, so it is not stuck
			<-tick
		}
	})
}

// A handshake that trickles in is cut off, and so is a header after it.
func TestSlowSecureConnection(t *testing.T) {
	l := listen(t, 20, nil, nil, withTLS(t))
	var hello bytes.Buffer
	_ = tls.Client(&gathered{Conn: silentConn{&hello}}, trusting()).HandshakeContext(t.Context()) // nobody answers
	drip := func(t *testing.T, c io.Writer, text []byte) {
		drop := time.NewTicker(300 * time.Millisecond)
		t.Cleanup(drop.Stop)
		go func() {
			for i := range text {
				if _, err := c.Write(text[i : i+1]); err != nil {
					return
				}
				select {
				case <-drop.C:
				case <-t.Context().Done():
					return
				}
			}
		}()
	}
	for name, c := range map[string]struct {
		limit time.Duration
		do    func(t *testing.T, c net.Conn) net.Conn
	}{
		"handshake":  {handshakeTimeout, func(t *testing.T, c net.Conn) net.Conn { drip(t, c, hello.Bytes()); return c }},
		"one byte":   {handshakeTimeout, func(t *testing.T, c net.Conn) net.Conn { send(t, c, "\x16"); return c }},
		"hello only": {handshakeTimeout, func(t *testing.T, c net.Conn) net.Conn { send(t, c, hello.String()); return c }},
		"header":     {headerTimeout, func(t *testing.T, c net.Conn) net.Conn { s := shake(t, c); drip(t, s, []byte(getRequest)); return s }},
		"half a header": {headerTimeout, func(t *testing.T, c net.Conn) net.Conn {
			s := shake(t, c)
			<-time.After(headerTimeout / 4)
			send(t, s, getRequest[:40])
			return s
		}},
		"HTTP/2 silence": {headerTimeout, func(t *testing.T, c net.Conn) net.Conn {
			s := shake(t, c, "h2")
			send(t, s, http2.ClientPreface)
			return s
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn := dial(t, l.public)
			if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			wantClosed(t, c.do(t, conn))
			if took := time.Since(began); took < c.limit-100*time.Millisecond || took > idleTimeout/2 {
				t.Errorf("cut off after %v, want about %v", took, c.limit)
			}
		})
	}
}

// silentConn never answers.
type silentConn struct{ said *bytes.Buffer }

func (s silentConn) Write(b []byte) (int, error)    { return s.said.Write(b) }
func (silentConn) Read([]byte) (int, error)         { return 0, io.EOF }
func (silentConn) Close() error                     { return nil }
func (silentConn) LocalAddr() net.Addr              { return nil }
func (silentConn) RemoteAddr() net.Addr             { return nil }
func (silentConn) SetDeadline(time.Time) error      { return nil }
func (silentConn) SetReadDeadline(time.Time) error  { return nil }
func (silentConn) SetWriteDeadline(time.Time) error { return nil }

// framed is an HTTP/2 connection whose frames the test writes itself.
type framed struct {
	net.Conn
	*http2.Framer
	settings map[http2.SettingID]uint32
}

func frames(t *testing.T, c net.Conn) *framed {
	t.Helper()
	f := &framed{Conn: c, Framer: http2.NewFramer(c, c), settings: map[http2.SettingID]uint32{}}
	f.ReadMetaHeaders = hpack.NewDecoder(4096, nil)
	send(t, c, http2.ClientPreface)
	if err := f.WriteSettings(); err != nil {
		t.Fatal(err)
	}
	f.next(t, func(frame http2.Frame) bool {
		settings, ok := frame.(*http2.SettingsFrame)
		if ok && !settings.IsAck() {
			_ = settings.ForeachSetting(func(s http2.Setting) error { f.settings[s.ID] = s.Val; return nil })
		}
		return ok && !settings.IsAck()
	})
	if err := f.WriteSettingsAck(); err != nil {
		t.Fatal(err)
	}
	return f
}

// next reads until a frame satisfies is.
func (f *framed) next(t *testing.T, is func(http2.Frame) bool) http2.Frame {
	t.Helper()
	for {
		frame, err := f.ReadFrame()
		if err != nil {
			t.Fatal(err)
		}
		if is(frame) {
			return frame
		}
	}
}

// ask sends the header of a request.
func (f *framed) ask(t *testing.T, stream uint32, fields ...string) {
	t.Helper()
	var block bytes.Buffer
	encoder := hpack.NewEncoder(&block)
	for i := 0; i < len(fields); i += 2 {
		_ = encoder.WriteField(hpack.HeaderField{Name: fields[i], Value: fields[i+1]})
	}
	rest := block.Bytes()
	first := min(len(rest), 16<<10)
	if err := f.WriteHeaders(http2.HeadersFrameParam{StreamID: stream, BlockFragment: rest[:first], EndStream: true, EndHeaders: first == len(rest)}); err != nil {
		t.Fatal(err)
	}
	for rest = rest[first:]; len(rest) > 0; {
		n := min(len(rest), 16<<10)
		if err := f.WriteContinuation(stream, n == len(rest), rest[:n]); err != nil {
			return // it was closed meanwhile
		}
		rest = rest[n:]
	}
}

var usualFields = []string{":method", "GET", ":scheme", "http", ":authority", "x", ":path", listPath, "x-api-key", "x"}

// The answers of net/http itself in HTTP/2 are as docs/api.md says; and clients are told the limits.
func TestHTTP2Limits(t *testing.T) {
	l := listen(t, 50, nil, nil, withH2C(t))
	f := frames(t, dial(t, l.public))
	if got := f.settings; got[http2.SettingMaxConcurrentStreams] != maxStreams || got[http2.SettingMaxHeaderListSize] != maxHeader+320 || got[http2.SettingInitialWindowSize] != maxWindow {
		t.Errorf("settings %v", got)
	}
	with := func(more ...string) []string { return append(append([]string{}, usualFields...), more...) }
	for name, c := range map[string]struct {
		fields []string
		want   string // a status, or what else the client is told
		ours   bool
	}{
		"usual":                     {usualFields, "200", true},
		"no host":                   {append(usualFields[:4:4], usualFields[6:]...), "200", true},
		"another path":              {[]string{":method", "GET", ":scheme", "https", ":authority", "x", ":path", "/x"}, "404", true},
		"a proxy's star":            {[]string{":method", "OPTIONS", ":scheme", "https", ":authority", "x", ":path", "*"}, "404", true},
		"a tunnel":                  {[]string{":method", "CONNECT", ":authority", "other:443"}, "404", true},
		"long header":               {with("x", strings.Repeat("x", 14<<10), "y", strings.Repeat("y", 3<<10)), "431", false},
		"header of HTTP/1":          {with("connection", "close"), "400", false},
		"transfer encoding":         {with("transfer-encoding", "chunked"), "400", false},
		"much too long":             {with("x", strings.Repeat("~", 100<<10)), "GOAWAY", false},
		"no path":                   {usualFields[:6], "RST_STREAM", false},
		"a header's name in majors": {with("X-Upper", "x"), "RST_STREAM", false},
	} {
		t.Run(name, func(t *testing.T) {
			f := frames(t, dial(t, l.public))
			f.ask(t, 1, c.fields...)
			got, ours := "", false
			f.next(t, func(frame http2.Frame) bool {
				switch frame := frame.(type) {
				case *http2.MetaHeadersFrame:
					got = frame.PseudoValue("status")
					for _, field := range frame.RegularFields() {
						ours = ours || field.Name == "x-request-id"
					}
				case *http2.RSTStreamFrame, *http2.GoAwayFrame:
					got = frame.Header().Type.String()
				}
				return got != ""
			})
			if got != c.want || ours != c.ours {
				t.Errorf("it was answered with %s, ours %t", got, ours)
			}
		})
	}
	// A connection that only answers pings has no open stream, so it is idle.
	if _, err := f.Conn.Write([]byte{0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8}); err != nil {
		t.Fatal(err)
	}
	f.next(t, func(frame http2.Frame) bool { p, ok := frame.(*http2.PingFrame); return ok && p.IsAck() })
	<-time.After(headerTimeout + headerTimeout/5) // the time limit of HTTP/1 for what begins with these bytes
	f.ask(t, 1, usualFields...)
	f.next(t, func(frame http2.Frame) bool { _, ok := frame.(*http2.MetaHeadersFrame); return ok })
}

// Busy HTTP/2 clients are told to go away (GOAWAY), and lose no request while the service drains.
func TestDrainHTTP2(t *testing.T) {
	for name, c := range overHTTP2 {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := listen(t, 50, nil, nil, c.with(t))
			url := c.scheme + "://" + l.public + listPath
			idle := newHTTP2Client(t, c.scheme)
			if _, err := asks(t, idle, "GET", url, nil); err != nil {
				t.Fatal(err)
			}
			client, warm := newHTTP2Client(t, c.scheme), make(chan struct{}, 1000)
			var clients sync.WaitGroup
			for range 4 {
				clients.Go(func() {
					for {
						a, err := asks(t, client, "GET", url, nil)
						var op *net.OpError
						switch {
						case errors.As(err, &op) && op.Op == "dial":
							return // the port is closed
						case err != nil || a.StatusCode != 200:
							t.Errorf("a request was dropped: %v, %+v", err, a)
							return
						}
						select {
						case warm <- struct{}{}:
						default:
						}
					}
				})
			}
			for range 20 {
				select {
				case <-warm:
				case <-time.After(10 * time.Second):
					t.Fatal("no answers")
				}
			}
			began := time.Now()
			l.stop()
			clients.Wait()
			if err := <-l.done; err != nil {
				t.Error(err)
			}
			if took := time.Since(began); took > drainLimit/2 || strings.Contains(l.log.String(), "cut off") {
				t.Errorf("it took %v:\n%s", took, l.log)
			}
		})
	}
}

// Handshakes that fail are counted, and logged in words that are the same for every client.
func TestFailedHandshakes(t *testing.T) {
	l := listen(t, 20, nil, nil, withTLS(t))
	for range 3 {
		c := dial(t, l.public)
		send(t, c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
		if said := wantClosed(t, c); !strings.HasPrefix(said, "HTTP/1.0 400 ") {
			t.Errorf("HTTP without TLS is answered with %q", said)
		}
		old := trusting()
		old.MinVersion, old.MaxVersion = tls.VersionTLS10, tls.VersionTLS11
		if err := tls.Client(dial(t, l.public), old).HandshakeContext(t.Context()); err == nil {
			t.Error("TLS 1.1 is taken")
		}
		dial(t, l.public).Close() // no handshake at all
	}
	bogus := shake(t, dial(t, l.public), "h2")
	send(t, bogus, "hidden-7 "+strings.Repeat("x", 20))
	wantClosed(t, bogus)
	metrics := func() string {
		answer, err := http.Get("http://" + l.admin + "/metrics")
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		said, _ := io.ReadAll(answer.Body)
		return string(said)
	}
	for tick := time.Tick(10 * time.Millisecond); !strings.Contains(metrics(), "\nsession_tokens_tls_handshake_errors_total 6\n"); {
		<-tick
	}
	if !strings.Contains(metrics(), "\nsession_tokens_tls_certificate_expiry_timestamp_seconds 1.") {
		t.Errorf("no expiry in the metrics:\n%s", metrics())
	}
	log := l.log.String()
	if strings.Count(log, `"msg":"a TLS handshake failed","says":"`) != 6 || strings.Contains(log, "127.0.0.1") || strings.Contains(log, "EOF") || strings.Contains(log, "hidden") || !strings.Contains(log, "bogus greeting (text)") {
		t.Error(log)
	}
}

// A client that reads nothing of its answer holds its connection for as long as an answer may take.
func TestStreamThatIsNotRead(t *testing.T) {
	t.Parallel()
	l := listen(t, 20, nil, nil, withH2C(t))
	c := dial(t, l.public)
	if err := c.SetDeadline(time.Now().Add(6 * writeTimeout)); err != nil {
		t.Fatal(err)
	}
	f := frames(t, c)
	if err := f.WriteSettings(http2.Setting{ID: http2.SettingInitialWindowSize, Val: 0}); err != nil {
		t.Fatal(err)
	}
	f.ask(t, 1, usualFields...)
	began := time.Now()
	f.next(t, func(frame http2.Frame) bool { _, ok := frame.(*http2.MetaHeadersFrame); return ok })
	if n := l.idle(); n != 0 {
		t.Errorf("%d connections are idle", n)
	}
	f.next(t, func(frame http2.Frame) bool { _, ok := frame.(*http2.RSTStreamFrame); return ok })
	if took := time.Since(began); took < writeTimeout/2 {
		t.Errorf("it ended after %v", took)
	}
	for tick := time.Tick(time.Millisecond); l.idle() == 0; {
		<-tick
	}
}
