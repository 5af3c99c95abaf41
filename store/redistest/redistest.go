// Package redistest starts a real redis-server for a test, on a free port of the loopback interface, and lets the
// test kill it, freeze it and bring it back. It owns the process, not its data.
package redistest

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// Server is a redis-server that ends with its test.
type Server struct {
	Addr string // host:port, the same after Restart

	t       testing.TB
	program string
	first   []string // arguments before those of the address
	args    []string // and after them
	cmd     *exec.Cmd
}

// StartSentinel starts a Sentinel with a configuration file, which it writes to, and returns its address.
func StartSentinel(t testing.TB, file string) string {
	t.Helper()
	return start(t, []string{file, "--sentinel"}, nil).Addr
}

// Start starts a server with further arguments of redis-server's own. Without a redis-server on this machine the test
// is skipped; see [Need].
func Start(t testing.TB, args ...string) *Server {
	t.Helper()
	return start(t, nil, append([]string{"--save", "", "--appendonly", "no", "--dir", t.TempDir()}, args...))
}

func start(t testing.TB, first, args []string) *Server {
	t.Helper()
	s := &Server{t: t, program: Need(t, "redis-server"), first: first, args: args}
	// The port may be taken before the server listens, so several are tried.
	var err error
	for range 5 {
		var l net.Listener
		if l, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
			t.Fatal(err)
		}
		s.Addr = l.Addr().String()
		l.Close()
		if err = s.start(); err == nil {
			t.Cleanup(s.Kill)
			return s
		}
	}
	t.Fatal(err)
	return nil
}

// Need finds a program that a test requires. If it is missing, the test is skipped, and its name goes to the file
// that SESSION_TOKENS_TEST_LEFT_OUT names, so that "make test" can report which suites were left out.
func Need(t testing.TB, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err == nil {
		return path
	}
	if name := os.Getenv("SESSION_TOKENS_TEST_LEFT_OUT"); name != "" {
		f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(f, "%s\t%s\n", t.Name(), program)
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Skipf("left out: no %s on this machine", program)
	return ""
}

// URL is the server's address as a redis:// URL.
func (s *Server) URL() string { return "redis://" + s.Addr }

func (s *Server) start() error {
	_, port, err := net.SplitHostPort(s.Addr)
	if err != nil {
		return err
	}
	args := slices.Concat(s.first, []string{"--port", port, "--bind", "127.0.0.1"}, s.args)
	s.cmd = exec.Command(s.program, args...)
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := s.cmd.Start(); err != nil {
		return err
	}
	var said strings.Builder
	for lines := bufio.NewScanner(out); lines.Scan(); {
		said.WriteString(lines.Text() + "\n")
		if strings.Contains(lines.Text(), "Ready to accept connections") || strings.Contains(lines.Text(), "Sentinel ID is") {
			go func() { // or the server would block when the pipe is full
				for lines.Scan() {
				}
			}()
			return nil
		}
	}
	_ = s.cmd.Wait()
	return fmt.Errorf("redis-server did not start:\n%s", said.String())
}

// Kill ends the server at once; its data is lost. It is idempotent.
func (s *Server) Kill() {
	if s.cmd.ProcessState == nil {
		_ = s.cmd.Process.Kill()
		_ = s.cmd.Wait()
	}
}

// Restart starts the server again at the same address, empty unless its arguments keep an append-only file.
// It must have been killed.
func (s *Server) Restart() {
	s.t.Helper()
	if err := s.start(); err != nil {
		s.t.Fatal(err)
	}
}

// Freeze stops the process: connections are accepted by the kernel and never answered.
func (s *Server) Freeze() { s.signal(syscall.SIGSTOP) }

// Thaw undoes Freeze.
func (s *Server) Thaw() { s.signal(syscall.SIGCONT) }

func (s *Server) signal(sig syscall.Signal) {
	s.t.Helper()
	if err := s.cmd.Process.Signal(sig); err != nil {
		s.t.Fatal(err)
	}
}
