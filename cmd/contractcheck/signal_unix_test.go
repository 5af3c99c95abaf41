//go:build unix

package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The first signal ends every command soon, whatever it waits for, with status 2, and with it all that it started.
func TestSignal(t *testing.T) {
	reached := make(chan struct{})
	hanging := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		reached <- struct{}{}
		<-r.Context().Done()
	}))
	t.Cleanup(hanging.Close)
	silent, err := net.Listen("tcp", "127.0.0.1:0") // it says nothing, not even hello
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { silent.Close() })

	// What a program of this test's making has open as its descriptor 3 is at its end once it, and all it has started, has ended.
	const hang = `exec 3>"$ALIVE"; sleep 60 & echo >&3; wait`
	var children *os.File
	hangs := func(t *testing.T, dir string) {
		pipe := filepath.Join(dir, "alive")
		if children, err = os.OpenFile(pipe, os.O_RDONLY, 0); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(children, make([]byte, 1)); err != nil {
			t.Fatal(err)
		}
	}
	fakeGit := func(t *testing.T, dir string) {
		write(t, dir, "bin/git", "#!/bin/sh\n"+hang+"\n")
		if err := os.Chmod(filepath.Join(dir, "bin/git"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	asked := func(*testing.T, string) { <-reached }
	connected := func(t *testing.T, _ string) {
		conn, err := silent.Accept()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close() })
	}
	// The program has opened the contract, and parses it, or still reads it.
	var large strings.Builder
	large.WriteString("openapi: 3.0.3\ninfo: {title: Large, version: '1'}\npaths:\n")
	for i := range 15_000 {
		fmt.Fprintf(&large, "  /a%d:\n    get:\n      operationId: a%d\n      parameters: [{name: b, in: query, schema: {type: array, items: {type: integer, minimum: 3}}}]\n      responses: {'200': {description: ok}}\n", i, i)
	}
	parses := func(text string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			contract, err := os.OpenFile(filepath.Join(dir, "piped.yaml"), os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.WriteString(contract, text); err != nil {
				t.Fatal(err)
			}
			if text == "" {
				t.Cleanup(func() { contract.Close() })
				return
			}
			contract.Close()
		}
	}
	for name, c := range map[string]struct {
		args  []string
		setup func(t *testing.T, dir string)
		begun func(t *testing.T, dir string) // returns when the program is where the signal should meet it
	}{
		"conforms asks":               {[]string{"conforms", hanging.URL}, nil, asked},
		"conforms parses":             {[]string{"--contract", "piped.yaml", "conforms", hanging.URL}, nil, parses(large.String())},
		"generated parses":            {[]string{"--contract", "piped.yaml", "generated"}, nil, parses(large.String())},
		"generated runs its command":  {[]string{"generated", "--dir", "api", "--command", hang}, nil, hangs},
		"generated looks for its git": {[]string{"generated", "--dir", "api", "--command", "true"}, fakeGit, hangs},
		"breaking runs git":           {[]string{"breaking", "HEAD"}, fakeGit, hangs},
		"breaking reads its contract": {[]string{"--contract", "piped.yaml", "breaking", "openapi.json"}, nil, parses("")},
		"breaking parses":             {[]string{"--contract", "piped.yaml", "breaking", "openapi.json"}, nil, parses(large.String())},
		"breaking reads a slow URL":   {[]string{"breaking", "https://" + silent.Addr().String()}, nil, connected},
		"upstream reads a slow URL":   {[]string{"upstream", "https://" + silent.Addr().String()}, nil, connected},
		"upstream parses":             {[]string{"--contract", "piped.yaml", "upstream", "openapi.json"}, nil, parses(large.String())},
		"served reads a slow URL":     {[]string{"served", hanging.URL}, nil, asked},
		"served parses":               {[]string{"--contract", "piped.yaml", "served", hanging.URL}, nil, parses(large.String())},
	} {
		t.Run(name, func(t *testing.T) {
			dir, temporary := t.TempDir(), t.TempDir()
			write(t, dir, "openapi.json", read(t, root, "openapi.json"))
			write(t, dir, "api/api.txt", "")
			for _, pipe := range []string{"alive", "piped.yaml"} {
				if err := syscall.Mkfifo(filepath.Join(dir, pipe), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if c.setup != nil {
				c.setup(t, dir)
			}
			command := exec.CommandContext(t.Context(), "contractcheck", c.args...)
			command.Dir = dir
			command.Env = append(os.Environ(), "PATH="+filepath.Join(dir, "bin")+":"+os.Getenv("PATH"), "ALIVE="+filepath.Join(dir, "alive"), "TMPDIR="+temporary)
			var out strings.Builder
			command.Stdout, command.Stderr = &out, &out
			if err := command.Start(); err != nil {
				t.Fatal(err)
			}
			kill := time.AfterFunc(20*time.Second, func() { _ = command.Process.Kill() })
			defer kill.Stop()
			children = nil
			c.begun(t, dir)
			began := time.Now()
			if err := command.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
			_ = command.Wait() // the status tells
			want := "contractcheck: interrupted\n" + strings.Fields(name)[0] + ": could not tell\n"
			if status := command.ProcessState.ExitCode(); status != dontKnow || !strings.HasSuffix(out.String(), want) {
				t.Errorf("status %d, want %q in\n%s", status, want, out.String())
			}
			if children != nil {
				defer children.Close()
				if rest, err := io.ReadAll(children); err != nil || len(rest) != 0 { // waits for all of them
					t.Errorf("what it started says %q: %v", rest, err)
				}
			}
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("it took %v for all of it to end", took)
			}
			if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
}

// TestSignalWritesNoBaseline: half a run has not found all that there is to accept, and has not looked at all that is accepted.
func TestSignalWritesNoBaseline(t *testing.T) {
	reached := make(chan struct{}, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/health" {
			http.Error(w, "broken", http.StatusInternalServerError) // the first operation: it is found
			return
		}
		select {
		case reached <- struct{}{}:
		default:
		}
		<-r.Context().Done()
	}))
	t.Cleanup(server.Close)
	_, contract := shops(t)
	for name, before := range map[string]string{"a file": "# mine\n0000000000000000 conforms: found before\n", "no file": ""} {
		t.Run(name, func(t *testing.T) {
			accepted := t.TempDir() + "/accepted"
			if before != "" {
				write(t, "", accepted, before)
			}
			command := exec.CommandContext(t.Context(), "contractcheck", "--contract", contract, "--accept", accepted, "--write-accepted", "conforms", server.URL)
			var out strings.Builder
			command.Stdout, command.Stderr = &out, &out
			if err := command.Start(); err != nil {
				t.Fatal(err)
			}
			kill := time.AfterFunc(20*time.Second, func() { _ = command.Process.Kill() })
			defer kill.Stop()
			<-reached
			if err := command.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
			_ = command.Wait() // the status tells
			if status := command.ProcessState.ExitCode(); status != drift || !strings.Contains(out.String(), "contractcheck: interrupted\n") ||
				!strings.Contains(out.String(), "GET /health: status: ") || !strings.Contains(out.String(), "note: "+accepted+" was not written, because the run was interrupted\n") {
				t.Errorf("status %d\n%s", status, out.String())
			}
			after, err := os.ReadFile(accepted)
			if string(after) != before || (err == nil) != (before != "") {
				t.Errorf("the file is %q (%v), and was %q", after, err, before)
			}
			if left, err := os.ReadDir(filepath.Dir(accepted)); err != nil || len(left) > 1 {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
}
