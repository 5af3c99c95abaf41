package main

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

const testOrigin = "https://app.example"

// piped is a running service whose standard error a test may read or ignore.
type piped struct {
	cmd      *exec.Cmd
	out, err *os.File // the read ends
	lines    *bufio.Reader
	public   string
}

func servePiped(t *testing.T, args ...string) *piped {
	t.Helper()
	p := &piped{}
	var writers [2]*os.File
	for i, end := range []**os.File{&p.out, &p.err} {
		reader, writer, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { reader.Close() })
		*end, writers[i] = reader, writer
	}
	p.cmd = exec.CommandContext(t.Context(), "session-tokens", append([]string{"serve", "--listen=127.0.0.1:0", "--admin-listen=127.0.0.1:0",
		"--drain-delay=0s", "--cors-origins=" + testOrigin}, args...)...)
	p.cmd.Env = append(os.Environ(), "REDIS_URL=", "GORACE=atexit_sleep_ms=0", hs256Secret+"="+strings.Repeat("not a secret ", 3))
	p.cmd.Stdout, p.cmd.Stderr = writers[0], writers[1]
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	writers[0].Close()
	writers[1].Close()
	t.Cleanup(func() { _ = p.cmd.Process.Kill(); _ = p.cmd.Wait() })
	p.lines = bufio.NewReader(p.err)
	for p.public == "" {
		line, err := p.lines.ReadString('\n')
		if err != nil {
			t.Fatalf("it does not listen: %v", err)
		}
		var said struct{ Public string }
		_ = json.Unmarshal([]byte(line), &said)
		p.public = said.Public
	}
	return p
}

// ask sends preflight requests, which need neither Redis nor a bearer token, over several connections, and expects
// 204.
func (p *piped) ask(t *testing.T, requests int) {
	t.Helper()
	const connections = 8
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: connections}, Timeout: processLimit}
	defer client.CloseIdleConnections()
	var all sync.WaitGroup
	for range connections {
		all.Go(func() {
			for range requests / connections {
				r, _ := http.NewRequest(http.MethodOptions, "http://"+p.public+"/accounts/session-tokens", nil)
				r.Header.Set("Origin", testOrigin)
				r.Header.Set("Access-Control-Request-Method", http.MethodGet)
				answer, err := client.Do(r)
				if err != nil {
					t.Error(err)
					return
				}
				answer.Body.Close()
				if answer.StatusCode != http.StatusNoContent {
					t.Errorf("status %d", answer.StatusCode)
					return
				}
			}
		})
	}
	all.Wait()
}

// end stops the service, which must drain and exit with status 0.
func (p *piped) end(t *testing.T) {
	t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	overdue := time.AfterFunc(processLimit, func() { _ = p.cmd.Process.Kill() })
	defer overdue.Stop()
	if err := p.cmd.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
}

func TestReaderOfTheLogGoesAway(t *testing.T) {
	p := servePiped(t)
	p.err.Close()
	p.ask(t, 800)
	p.end(t)
}

// The service goes on answering while nobody reads the log, and later logs how many lines are missing.
func TestReaderOfTheLogStops(t *testing.T) {
	p := servePiped(t)
	const requests = 12800 // of 200 bytes a line: twice the buffer, and what a pipe holds
	p.ask(t, requests)
	kept, lost := 0, 0
	for lost == 0 {
		line, err := p.lines.ReadString('\n')
		if err != nil {
			t.Fatalf("after %d lines: %v", kept, err)
		}
		var said struct {
			Msg   string
			Count int
		}
		if err := json.Unmarshal([]byte(line), &said); err != nil {
			t.Fatalf("%v: %q", err, line)
		}
		switch said.Msg {
		case "request":
			kept++
		case "log lines lost":
			lost = said.Count
		}
	}
	for kept+lost < requests { // those that found room while others were written
		if _, err := p.lines.ReadString('\n'); err != nil {
			t.Fatal(err)
		}
		kept++
	}
	p.ask(t, 800) // nobody reads these
	p.end(t)
}

// The service goes on answering if nobody reads the demo's credentials.
func TestReaderOfTheDemoGoesAway(t *testing.T) {
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	for name, end := range map[string]func(){"stalled": func() {}, "gone": func() { reader.Close() }} {
		t.Run(name, func(t *testing.T) {
			if name == "stalled" { // fill the pipe
				if err := writer.SetWriteDeadline(time.Now().Add(100 * time.Millisecond)); err != nil {
					t.Skip(err)
				}
				_, _ = writer.Write(make([]byte, 1<<20))
			}
			end()
			s := exec.CommandContext(t.Context(), "session-tokens", "serve", "--demo", "--control-listen=127.0.0.1:0", "--listen=127.0.0.1:0", "--admin-listen=127.0.0.1:0", "--drain-delay=0s")
			s.Env = append(os.Environ(), "REDIS_URL=", "GORACE=atexit_sleep_ms=0")
			s.Stdout = writer
			stderr, err := s.StderrPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Start(); err != nil {
				t.Fatal(err)
			}
			defer func() { _ = s.Process.Kill(); _ = s.Wait() }()
			lines := bufio.NewScanner(stderr)
			for lines.Scan() {
				var said struct{ Admin string }
				if _ = json.Unmarshal(lines.Bytes(), &said); said.Admin == "" {
					continue
				}
				go func() { _, _ = io.Copy(io.Discard, stderr) }()
				eventually(t, func() bool {
					answer, err := http.Get("http://" + said.Admin + "/readyz")
					if err != nil {
						return false
					}
					answer.Body.Close()
					return answer.StatusCode == http.StatusOK
				})
				return
			}
			t.Error("it does not listen")
		})
	}
	writer.Close()
}

// Similar failures cause a few lines a second, not one per request.
func TestLogWhileRedisIsDown(t *testing.T) {
	p := servePiped(t, "--redis-url=redis://127.0.0.1:"+freePort(t), "--jwt-user-claim=sub")
	bearer, _, err := (&secretSettings{JWTUserClaim: "sub"}).sign(time.Now(), []byte(strings.Repeat("not a secret ", 3)), "alice", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	type tally struct{ lines, failures, leftOut int }
	read := make(chan tally)
	go func() {
		var n tally
		for lines := bufio.NewScanner(p.lines); lines.Scan(); {
			var said struct {
				Msg, Of       string
				Count, Status int
			}
			_ = json.Unmarshal(lines.Bytes(), &said)
			n.lines++
			switch {
			case said.Msg == "request":
				n.failures++
			case said.Msg == "log lines left out" && said.Of == "request":
				n.leftOut += said.Count
			}
		}
		read <- n
	}()
	const clients, each = 32, 50
	began := time.Now()
	var all sync.WaitGroup
	for range clients {
		all.Go(func() {
			for range each {
				r, _ := http.NewRequest(http.MethodGet, "http://"+p.public+"/accounts/session-tokens", nil)
				r.Header.Set("Authorization", "Bearer "+bearer)
				answer, err := http.DefaultClient.Do(r)
				if err != nil {
					t.Error(err)
					return
				}
				answer.Body.Close()
				if answer.StatusCode != http.StatusServiceUnavailable {
					t.Errorf("status %d", answer.StatusCode)
				}
			}
		})
	}
	all.Wait()
	p.end(t)
	seconds := int(time.Since(began)/time.Second) + 2
	n := <-read
	if n.failures+n.leftOut != clients*each {
		t.Errorf("%d failures logged and %d left out, of %d requests", n.failures, n.leftOut, clients*each)
	}
	if most := seconds * 5 * logRate; n.lines > most {
		t.Errorf("%d lines in %d s, want %d at the most", n.lines, seconds, most)
	}
}
