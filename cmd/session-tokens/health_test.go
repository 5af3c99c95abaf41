package main

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/cmd/session-tokens/servicetest"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// health runs the command and returns its standard error.
func health(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	err := run(t.Context(), append([]string{"health"}, args...), &program{
		stdout: &stdout, stderr: &stderr, env: func(string) string { return "" }, environ: func() []string { return nil }, now: time.Now,
	})
	if stdout.Len() > 0 {
		t.Errorf("health %v prints %s", args, &stdout)
	}
	return stderr.String(), err
}

func TestHealth(t *testing.T) {
	redis := redistest.Start(t)
	service, err := servicetest.Start([]string{"REDIS_URL=" + redis.URL(), hs256Secret + "=not-a-secret-not-a-secret-not-a-secret"})
	e2eOK(t, err)
	admin := strings.TrimPrefix(service.Admin, "http://")
	_, port, err := net.SplitHostPort(admin)
	e2eOK(t, err)
	// An unspecified address is replaced by loopback. Nothing listens on [::1] here.
	for _, listen := range []string{admin, ":" + port, "0.0.0.0:" + port, "localhost:" + port} {
		for _, args := range [][]string{{"--admin-listen", listen}, {"--admin-listen", listen, "--ready"}} {
			if said, err := health(t, args...); err != nil || said != "" {
				t.Errorf("%v: %v: %s", args, err, said)
			}
		}
	}
	redis.Kill()
	eventually(t, func() bool {
		said, err := health(t, "--admin-listen", admin, "--ready")
		return err != nil && strings.HasPrefix(said, "session-tokens: "+service.Admin+"/readyz: 503: ") && strings.Count(said, "\n") == 1
	})
	if said, err := health(t, "--admin-listen", admin); err != nil {
		t.Errorf("alive, with no Redis: %s", said)
	}
	e2eOK(t, service.Stop())
	if said, err := health(t, "--admin-listen", admin); err == nil || !strings.Contains(said, "connection refused") || strings.Count(said, "\n") != 1 {
		t.Errorf("of a service that ended it says %q", said)
	}
}

func TestHealthOfWhatIsNotTheService(t *testing.T) {
	odd := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/healthz":
			http.Redirect(w, r, "/ok", http.StatusFound)
		case "/readyz":
			http.Error(w, "a\x1b[2Jb\nc"+strings.Repeat("d", 5000), http.StatusInternalServerError)
		}
	}))
	t.Cleanup(odd.Close)
	admin := strings.TrimPrefix(odd.URL, "http://")
	if said, err := health(t, "--admin-listen", admin); err == nil || !strings.Contains(said, "/healthz: 302") {
		t.Errorf("of a redirect it says %q", said)
	}
	if said, err := health(t, "--admin-listen", admin, "--ready"); err == nil || strings.Count(said, "\n") != 1 || strings.Contains(said, "\x1b") || len(said) > 1200 {
		t.Errorf("of an odd answer it says %q", said)
	}

	// A server that accepts connections and never responds.
	silent, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	e2eOK(t, err)
	t.Cleanup(func() { silent.Close() })
	if said, err := health(t, "--admin-listen", silent.Addr().String()); err == nil || !strings.Contains(said, "does not answer within 2s") {
		t.Errorf("of silence it says %q", said)
	}
	for _, listen := range []string{"9090", "127.0.0.1", "[::1"} {
		if said, err := health(t, "--admin-listen", listen); err == nil || !strings.HasPrefix(said, "session-tokens: --admin-listen: ") {
			t.Errorf("%s: it says %q", listen, said)
		}
	}
}

func TestLoopback(t *testing.T) {
	for listen, want := range map[string]string{
		":9090": "127.0.0.1:9090", "0.0.0.0:9090": "127.0.0.1:9090", "[::]:9090": "[::1]:9090",
		"127.0.0.2:9090": "127.0.0.2:9090", "[::1]:9090": "[::1]:9090", "admin.example:9090": "admin.example:9090",
	} {
		if got, err := loopback(listen); got != want || err != nil {
			t.Errorf("%s is asked at %s (%v), want %s", listen, got, err, want)
		}
	}
}
