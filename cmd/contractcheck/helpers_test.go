package main

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/report"
	"github.com/quiva-ai/session-tokens/cmd/session-tokens/servicetest"
)

// The exit status, as short as the tables of tests want it.
const same, drift, dontKnow = report.Same, report.Drift, report.Unknown

const root = "../.."

// repository is the same, from wherever a test has gone.
var repository, _ = filepath.Abs(root)

// The tests find contractcheck itself in PATH, as a program that is this one. In a git hook these would point git, wherever it is called, to the real repository.
func TestMain(m *testing.M) {
	for _, name := range []string{"GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"} {
		_ = os.Unsetenv(name)
	}
	testscript.Main(cleaned{m}, map[string]func(){"contractcheck": main})
}

// built is the folder of the program that buildOnce makes.
var built string

type cleaned struct{ *testing.M }

// Run implements testscript.TestingM.
func (c cleaned) Run() int {
	defer func() { _ = os.RemoveAll(built) }()
	return c.M.Run()
}

// buildOnce returns the program as users have it, whose time and memory are measured: the tests themselves may have the race detector.
func buildOnce(t *testing.T) string {
	t.Helper()
	if built == "" {
		dir, err := os.MkdirTemp("", "contractcheck")
		if err != nil {
			t.Fatal(err)
		}
		built = dir
	}
	program := filepath.Join(built, "contractcheck")
	if _, err := os.Stat(program); err != nil {
		succeed(t, ".", "go", "build", "-o", program, ".")
	}
	return program
}

// check runs one command and returns its exit status, and what it wrote.
func check(t *testing.T, args ...string) (status int, output string) {
	t.Helper()
	return checkWith(t, &http.Client{Timeout: 10 * time.Second}, args...)
}

func checkWith(t *testing.T, client *http.Client, args ...string) (status int, output string) {
	t.Helper()
	var out bytes.Buffer
	status = run(t.Context(), args, &program{stdin: strings.NewReader(""), stdout: &out, stderr: &out, client: client})
	return status, out.String()
}

// startService starts session-tokens with its demo user. It stops after the test and its subtests.
func startService(t *testing.T) *servicetest.Service {
	t.Helper()
	service, err := servicetest.Start(nil, "--demo")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := service.Stop(); err != nil {
			t.Error(err)
		}
	})
	return service
}

// mutated writes the contract with a change, and returns the file's name.
func mutated(t *testing.T, change func(c object)) string {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, "openapi.json", read(t, root, "openapi.json"))
	editContract(t, dir, change)
	return filepath.Join(dir, "openapi.json")
}

// object is a part of a decoded document. Its methods fail the test if they change nothing.
type object map[string]any

// in goes down names. A name may be several, separated by "|" if it has one, or else by "/".
func (o object) in(t *testing.T, names ...string) object {
	t.Helper()
	for _, name := range names {
		separator := "/"
		if strings.Contains(name, "|") {
			separator = "|"
		}
		for _, part := range strings.Split(name, separator) {
			next, ok := o[part].(map[string]any)
			if !ok {
				t.Fatalf("the contract has no %s", part)
			}
			o = next
		}
	}
	return o
}

func (o object) drop(t *testing.T, name string) {
	t.Helper()
	if _, ok := o[name]; !ok {
		t.Fatalf("there is no %s to drop", name)
	}
	delete(o, name)
}

func (o object) rename(t *testing.T, from, to string) {
	t.Helper()
	value := o[from]
	o.drop(t, from)
	o.add(t, to, value)
}

func (o object) set(t *testing.T, name string, value any) {
	t.Helper()
	o.drop(t, name)
	o[name] = value
}

func (o object) add(t *testing.T, name string, value any) {
	t.Helper()
	if _, ok := o[name]; ok {
		t.Fatalf("there is a %s already", name)
	}
	o[name] = value
}
