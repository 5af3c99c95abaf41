package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"github.com/quiva-ai/session-tokens/cmd/session-tokens/servicetest"
	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// served is a running "session-tokens serve".
type served struct {
	public, admin string // host:port
	stdout        *bufio.Reader
	cmd           *exec.Cmd

	mu  sync.Mutex
	log strings.Builder
}

// serve starts the program on free ports and returns once it is listening.
func serve(t *testing.T, args ...string) *served {
	t.Helper()
	return serveEnv(t, []string{"REDIS_URL="}, append(slices.Clone(serveArgs), args...)...)
}

var serveArgs = []string{"--listen=127.0.0.1:0", "--admin-listen=127.0.0.1:0"}

// serveEnv is like serve, but with only these arguments, and with these variables.
func serveEnv(t *testing.T, env []string, args ...string) *served {
	t.Helper()
	return serveBy(t, exec.CommandContext(t.Context(), "session-tokens", append([]string{"serve"}, args...)...), env...)
}

// serveBy starts the program through a command that ends up running "session-tokens serve".
func serveBy(t *testing.T, cmd *exec.Cmd, env ...string) *served {
	t.Helper()
	s := &served{cmd: cmd}
	s.cmd.Env = append(os.Environ(), "GORACE=atexit_sleep_ms=0", hs256Secret+"="+strings.Repeat("not a secret ", 3))
	s.cmd.Env = append(s.cmd.Env, env...)
	stdout, stdoutErr := s.cmd.StdoutPipe()
	stderr, stderrErr := s.cmd.StderrPipe()
	if err := errors.Join(stdoutErr, stderrErr); err != nil {
		t.Fatal(err)
	}
	s.stdout = bufio.NewReader(stdout)
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.cmd.Process.Kill(); _ = s.cmd.Wait() })
	listening := make(chan [2]string, 1)
	go func() {
		for lines := bufio.NewScanner(stderr); lines.Scan(); {
			s.mu.Lock()
			s.log.WriteString(lines.Text() + "\n")
			s.mu.Unlock()
			var line struct{ Msg, Public, Admin string }
			if json.Unmarshal(lines.Bytes(), &line) == nil && line.Msg == "listening" {
				listening <- [2]string{line.Public, line.Admin}
			}
		}
		close(listening)
	}()
	select {
	case at := <-listening:
		s.public, s.admin = at[0], at[1]
	case <-time.After(20 * time.Second):
	}
	if s.public == "" {
		t.Fatalf("it does not listen:\n%s", s.logged())
	}
	return s
}

func (s *served) logged() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.log.String()
}

func TestDemoCurl(t *testing.T) {
	redistest.Need(t, "curl")
	s := serve(t, "--demo", "--control-listen=127.0.0.1:0")
	if !strings.Contains(s.logged(), "NO REDIS") {
		t.Errorf("it does not say that records are kept in memory: %s", s.logged())
	}
	overdue := time.AfterFunc(20*time.Second, func() { _ = s.cmd.Process.Kill() }) // ends the output
	defer overdue.Stop()
	var script string // what it prints to be pasted
	for line := ""; !strings.HasPrefix(line, "Ctrl-C"); {
		var err error
		if line, err = s.stdout.ReadString('\n'); err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(line, "  export ") || strings.HasPrefix(line, "  curl ") {
			script += line
		}
	}
	secrets := regexp.MustCompile(`(?m)^ +export (?:TOKEN|KEY)=(\S+)$`).FindAllStringSubmatch(script, -1)
	curls := regexp.MustCompile(`(?m)^ +curl .*/accounts/session-tokens$`).FindAllString(script, -1)
	if len(secrets) != 2 || len(curls) != 2 || strings.Contains(strings.Join(curls, ""), secrets[0][1]) || strings.Contains(strings.Join(curls, ""), secrets[1][1]) {
		t.Fatalf("want a bearer and an API key to export, and two curl lines without them:\n%s", script)
	}
	exports, _, _ := strings.Cut(script, "  curl ")
	for _, curl := range curls {
		out, err := exec.CommandContext(t.Context(), "sh", "-c", exports+curl).Output()
		if err != nil {
			t.Fatalf("%s: %v", curl, err)
		}
		head, body, _ := bytes.Cut(out, []byte("\r\n\r\n"))
		var answer gen.SessionTokens
		if err := json.Unmarshal(body, &answer); err != nil || !bytes.HasPrefix(head, []byte("HTTP/1.1 200 ")) {
			t.Fatalf("%v: %s", err, out)
		}
		if len(answer.Data.Auth) != 3 || len(answer.Data.Refresh) != 2 || answer.Data.Auth[0].UserID != demoUser {
			t.Errorf("not the demo user's records: %s", body)
		}
	}
	for _, secret := range secrets {
		if strings.Contains(s.logged(), secret[1]) {
			t.Error("the log shows a credential")
		}
	}
}

// With --show-tokens own a bearer token sees only itself, and an API key sees no token.
func TestShowTokens(t *testing.T) {
	s, err := servicetest.Start([]string{"SESSION_TOKENS_SHOW_TOKENS=own"}, "--demo")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	for header, shown := range map[[2]string][]string{
		{"Authorization", "Bearer " + s.Bearer}: {s.Bearer},
		{"X-Api-Key", s.Key}:                    nil,
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.Public+"/accounts/session-tokens", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set(header[0], header[1])
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		var answer gen.SessionTokens
		err = json.NewDecoder(response.Body).Decode(&answer)
		_ = response.Body.Close()
		if err != nil || len(answer.Data.Auth) != 3 || len(answer.Data.Refresh) != 2 {
			t.Fatalf("%s: %d, %v: %+v", header[0], response.StatusCode, err, answer)
		}
		var long []string // all that are not fingerprints
		for _, session := range answer.Data.Auth {
			if len(session.Token) != 16 {
				long = append(long, session.Token)
			}
		}
		for _, refresh := range answer.Data.Refresh {
			if len(*refresh.Token) != 16 {
				long = append(long, *refresh.Token)
			}
		}
		if !slices.Equal(long, shown) {
			t.Errorf("%s sees %q", header[0], long)
		}
	}
}

// All start-up errors are reported at once, without secrets, and the exit status is 1.
func TestStartupProblems(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { taken.Close() }) // after the parallel tests below
	free, free2 := freePort(t), freePort(t)
	dir := t.TempDir()
	junk := filepath.Join(dir, "junk.pem")
	if err := os.WriteFile(junk, []byte("junk-content"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args, env, want []string
	}{
		"many": {
			[]string{"--listen=" + taken.Addr().String(), "--admin-listen=nowhere", "--redis-url=redis://u:hidden-1@h:port", "--max-records=0",
				"--jwt-public-key-file=" + filepath.Join(dir, "missing"), "--drain-delay=-1s", "--responses=maybe", "--show-tokens=none", "--cors-origins=https://a.example/"},
			[]string{"SESSION_TOKENS_APIKEY_PEPPER=v1:hidden-2"},
			[]string{"--listen: another program listens on " + taken.Addr().String(), "--admin-listen: ", "--redis-url: ", "--max-records must",
				"--jwt-public-key-file: ", "--drain-delay must", "--responses must", "--show-tokens must", "--cors-origins: ", "pepper 1: the secret is shorter than 32 bytes"},
		},
		"each key": {
			[]string{"--jwt-public-key-file=" + junk, "--apikey-pepper-file=" + filepath.Join(dir, "missing")},
			[]string{"SESSION_TOKENS_JWT_HS256_SECRET=hidden-6"},
			[]string{"HS256 secret is shorter than 32 bytes", "public keys: not a PEM file", "read --apikey-pepper-file: "},
		},
		"a list that can't be read": {[]string{"--max-records=3000"}, []string{"SESSION_TOKENS_JWT_HS256_SECRET=" + strings.Repeat("hidden-7", 5)},
			[]string{"--max-records is 3000, which is more than the 2000 of --max-list-records"}},
		"bounds of lists": {[]string{"--max-list-records=0", "--max-list-bytes=x", "--redis-connections=-1"}, []string{"SESSION_TOKENS_JWT_HS256_SECRET=" + strings.Repeat("hidden-8", 5)},
			[]string{"--max-list-records must be a whole number from 1 up", "--max-list-bytes must", "--redis-connections must"}},
		"short secret":      {nil, []string{"SESSION_TOKENS_JWT_HS256_SECRET=hidden-3"}, []string{"HS256 secret is shorter than 32 bytes"}},
		"unreadable secret": {[]string{"--jwt-hs256-secret-file=" + dir}, nil, []string{"read --jwt-hs256-secret-file: "}},
		"two secrets": {[]string{"--jwt-hs256-secret-file=" + junk}, []string{"SESSION_TOKENS_JWT_HS256_SECRET=hidden-4"},
			[]string{"both --jwt-hs256-secret-file and SESSION_TOKENS_JWT_HS256_SECRET are set"}},
		"malformed key":         {[]string{"--jwt-public-key-file=" + junk}, nil, []string{"PEM"}},
		"no key for it":         {[]string{"--jwt-algorithms=EdDSA"}, []string{"SESSION_TOKENS_JWT_HS256_SECRET=" + strings.Repeat("hidden-5", 5)}, []string{"algorithm EdDSA is allowed, but no key is for it"}},
		"an issuer without TLS": {[]string{"--jwt-jwks-url=http://issuer.example/hidden-9", "--jwt-algorithms=ES256"}, nil, []string{"--jwt-jwks-url: it must begin with https://"}},
		"an issuer's files":     {[]string{"--jwt-jwks-ca-file=" + junk}, []string{"SESSION_TOKENS_JWT_HS256_SECRET=" + strings.Repeat("hidden-5", 5)}, []string{"--jwt-jwks-ca-file and --jwt-jwks-cache-file are for --jwt-jwks-url, which is not set"}},
		"no secret for it":      {[]string{"--jwt-jwks-url=https://127.0.0.1:1/", "--jwt-algorithms=HS256,ES256"}, nil, []string{"algorithm HS256 is allowed, but no key is for it"}},
		"no key at all":         {nil, nil, []string{"no key to verify a credential with"}},
		"a bad flag":            {[]string{"--bad"}, nil, []string{"unknown flag --bad", "hint: session-tokens serve --help"}},
		"empty flags": {[]string{"--redis-url=", "--admin-listen=", "--cors-origins=", "--jwt-algorithms= "}, nil, []string{"--redis-url is empty: give it a value, or leave it out",
			"--admin-listen is empty", "--cors-origins is empty", "--jwt-algorithms is empty", "hint: session-tokens serve --help"}},
		"one port for both": {[]string{"--listen=127.0.0.1:" + free, "--admin-listen=127.0.0.1:" + free}, nil,
			[]string{"--listen and --admin-listen have the same port, 127.0.0.1:" + free + " and 127.0.0.1:" + free + ": give each its own"}},
		"one port, two names": {[]string{"--listen=127.0.0.1:" + free2, "--admin-listen=:" + free2}, nil,
			[]string{"--listen and --admin-listen have the same port, 127.0.0.1:" + free2 + " and :" + free2 + ": give each its own"}},
		"a bad bool":       {[]string{"--demo=perhaps"}, nil, []string{"--demo"}},
		"an extra operand": {[]string{"now"}, nil, []string{"unexpected argument now"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.CommandContext(t.Context(), "session-tokens", append([]string{"serve", "--listen=127.0.0.1:0", "--admin-listen=127.0.0.1:0"}, c.args...)...)
			cmd.Env = append([]string{"GORACE=atexit_sleep_ms=0", "PATH=" + os.Getenv("PATH")}, c.env...)
			var stderr strings.Builder
			cmd.Stderr = &stderr
			_ = cmd.Run()
			if code := cmd.ProcessState.ExitCode(); code != 1 {
				t.Errorf("status %d, want 1", code)
			}
			for _, want := range c.want {
				if !strings.Contains(stderr.String(), want) {
					t.Errorf("no %q in\n%s", want, stderr.String())
				}
			}
			for line := range strings.Lines(stderr.String()) {
				if !strings.HasPrefix(line, "session-tokens: ") {
					t.Errorf("a line of another form: %s", line)
				}
			}
			if strings.Contains(stderr.String(), "hidden") || strings.Contains(stderr.String(), "junk-content") {
				t.Errorf("a secret is shown: %s", stderr.String())
			}
		})
	}
}

// freePort returns a port that is free at the moment.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err := errors.Join(err, l.Close()); err != nil {
		t.Fatal(err)
	}
	return port
}

// With all settings empty, the program serves on its default ports, on this machine only. It warns of variables
// that are not settings, without their values.
func TestServeWithAnEmptyEnvironment(t *testing.T) {
	var env []string
	eachFlag(t, func(_ *kong.Node, f *kong.Flag) {
		for _, name := range f.Envs {
			env = append(env, name+"=")
		}
	})
	s := serveEnv(t, append(env, "SESSION_TOKENS_ADMIN_LISTENS=hidden-7", apiKeyPepper+"="), "--listen=127.0.0.1:0", "--admin-listen=127.0.0.1:0")
	if !strings.Contains(s.logged(), `"SESSION_TOKENS_ADMIN_LISTENS"`) || strings.Contains(s.logged(), "hidden") {
		t.Errorf("the misspelt variable is not named, or its value is shown:\n%s", s.logged())
	}
}

// A busy client that honours "Connection: close" loses no request while the service drains.
func TestDrain(t *testing.T) {
	for name, signal := range map[string]os.Signal{"SIGTERM": syscall.SIGTERM, "SIGINT": syscall.SIGINT} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, "--drain-delay=1s")
			get := func(url string) (int, bool, error) {
				r, err := http.Get(url)
				if err != nil {
					return 0, false, err
				}
				defer r.Body.Close()
				_, err = io.Copy(io.Discard, r.Body)
				return r.StatusCode, r.Close, err
			}
			list, ready := "http://"+s.public+"/accounts/session-tokens", "http://"+s.admin+"/readyz"
			if status, closed, err := get(list); status != 401 || closed || err != nil {
				t.Fatalf("%d, close %t, %v", status, closed, err)
			}
			if err := s.cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			sawDraining, sawClose := false, false
			for time.Since(began) < 700*time.Millisecond { // well before the ports are closed
				status, closed, err := get(list)
				if err != nil || status != 401 {
					t.Fatalf("a request was dropped: %d, %v", status, err)
				}
				sawClose = sawClose || closed
				if status, _, err := get(ready); err == nil && status == 503 {
					sawDraining = true
				}
			}
			if !sawDraining || !sawClose {
				t.Errorf("readyz turned to 503: %t, answers closed their connection: %t", sawDraining, sawClose)
			}
			if err := s.cmd.Wait(); err != nil {
				t.Errorf("it ended with %v:\n%s", err, s.logged())
			}
		})
	}
}

// The connections to Redis leave file descriptors for clients and the operator, however low the limit is.
func TestRedisConnections(t *testing.T) {
	for _, c := range []struct{ limit, flag, want string }{
		{"64", "", `"redis_connections":16}`},
		{"40", "", `"redis_connections":10}`},
		{"4096", "", `"redis_connections":128}`},
		{"4096", "--redis-connections=7", `"redis_connections":7}`},
	} {
		cmd := exec.CommandContext(t.Context(), "sh", "-c", "ulimit -n "+c.limit+" && exec session-tokens serve --listen=127.0.0.1:0 --admin-listen=127.0.0.1:0 "+c.flag)
		cmd.Env = append(os.Environ(), "REDIS_URL=", "SESSION_TOKENS_JWT_HS256_SECRET="+strings.Repeat("not a secret ", 3))
		stderr, err := cmd.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		line := ""
		for lines := bufio.NewScanner(stderr); !strings.Contains(line, "listening") && lines.Scan(); {
			line = lines.Text()
		}
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if !strings.Contains(line, c.want) {
			t.Errorf("ulimit -n %s %s: %s", c.limit, c.flag, line)
		}
	}
}
