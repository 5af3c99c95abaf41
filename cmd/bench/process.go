package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"time"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

// server is one of the programs being compared.
type server struct {
	name          string
	public, admin string
	asked         int // number of requests sent so far
	process       *exec.Cmd
	log           bytes.Buffer
}

func (s *server) url() string { return "http://" + s.public + path }

// freeAddress returns an address that is free at the moment.
func freeAddress(ctx context.Context) (string, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// startServer starts a program that serves at the two addresses passed to it.
func startServer(ctx context.Context, name string, env []string, program string, args ...string) (*server, error) {
	s := &server{name: name}
	var publicErr, adminErr error
	s.public, publicErr = freeAddress(ctx)
	s.admin, adminErr = freeAddress(ctx)
	if err := errors.Join(publicErr, adminErr); err != nil {
		return nil, err
	}
	args = append(args, "--listen", s.public, "--admin-listen", s.admin)
	s.process = exec.CommandContext(ctx, program, args...) //nolint:gosec // all of it is ours
	s.process.Env = append(os.Environ(), env...)
	// As in a container, somebody reads the log but nobody keeps it.
	s.process.Stdout, s.process.Stderr = io.Discard, &s.log
	if err := s.process.Start(); err != nil {
		return nil, err
	}
	if err := ready(ctx, s.admin); err != nil {
		return nil, fmt.Errorf("start %s: %w: %s", name, err, s.log.String())
	}
	return s, nil
}

// ready waits until something listens at the address.
func ready(ctx context.Context, address string) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	var d net.Dialer
	for tick := time.Tick(20 * time.Millisecond); ; {
		if c, err := d.DialContext(ctx, "tcp", address); err == nil {
			return c.Close()
		}
		select {
		case <-tick:
		case <-ctx.Done():
			return fmt.Errorf("nobody listens on %s", address)
		}
	}
}

func (s *server) stop() {
	_ = s.process.Process.Kill()
	_ = s.process.Wait()
}

// counters hold what a process has used since it started.
type counters struct {
	cpu       float64 // seconds
	allocated float64 // bytes
}

func (s *server) counters(ctx context.Context) (c counters, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.admin+"/metrics", nil)
	if err != nil {
		return c, err
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return c, err
	}
	defer response.Body.Close()
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(response.Body)
	if err != nil {
		return c, err
	}
	cpu, allocated := families["process_cpu_seconds_total"], families["go_memstats_alloc_bytes_total"]
	if cpu == nil || allocated == nil {
		return c, fmt.Errorf("%s does not count its CPU time and memory on this system", s.name)
	}
	return counters{cpu.GetMetric()[0].GetCounter().GetValue(), allocated.GetMetric()[0].GetCounter().GetValue()}, nil
}

var peakLine = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// peak returns the process's peak memory in bytes since the last call, or 0 where the system does not report it
// (all but Linux).
func (s *server) peak() int64 {
	proc := "/proc/" + strconv.Itoa(s.process.Process.Pid)
	status, err := os.ReadFile(proc + "/status")
	found := peakLine.FindSubmatch(status)
	if err != nil || found == nil {
		return 0
	}
	kilobytes, _ := strconv.ParseInt(string(found[1]), 10, 64)
	_ = os.WriteFile(proc+"/clear_refs", []byte("5"), 0o600) // reset the peak
	return kilobytes << 10
}

// answer returns a server's response to a request with the bearer token.
func (s *server) answer(ctx context.Context, bearer string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url(), nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Authorization", "Bearer "+bearer)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answers %d", s.name, response.StatusCode)
	}
	return body, err
}
