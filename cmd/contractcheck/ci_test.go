package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What make test shows and returns, for a module with a package that passes, one that leaves a test out,
// and one that fails.
func TestMakeTest(t *testing.T) {
	makefile := read(t, "../../Makefile")
	gotestsum := regexp.MustCompile(`(?m)^GOTESTSUM +:= (\S+)$`).FindStringSubmatch(makefile)
	if gotestsum == nil || !strings.Contains(makefile, `GOTESTSUM="$(GOTESTSUM)" .ci/test`) {
		t.Fatal("the Makefile does not say which gotestsum")
	}
	const head = "package x\n\nimport (\n\t\"os\"\n\t\"testing\"\n\t\"time\"\n)\n\nvar _, _ = os.Getenv, time.Now\n\n"
	const good = head + `func TestGood(t *testing.T) {
	if at, limited := t.Deadline(); !limited || time.Until(at) < 20*time.Minute {
		t.Error("a busy machine gets no more than", time.Until(at))
	}
}
`
	const leftOut = head + `func TestLeftOut(t *testing.T) {
	f, err := os.OpenFile(os.Getenv("SESSION_TOKENS_TEST_LEFT_OUT"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	f.WriteString("TestLeftOut\ta-program\n")
	t.Skip()
}
`
	const bad = head + "func TestBad(t *testing.T) { t.Error(\"so it fails\") }\n"
	for name, c := range map[string]struct {
		packages map[string]string
		all      string // SESSION_TOKENS_TEST_REQUIRE_ALL
		status   int
		said     []string
	}{
		"passes":              {map[string]string{"good": good}, "1", 0, []string{"good (", "left out: nothing\n"}},
		"leaves out":          {map[string]string{"good": good, "out": leftOut}, "", 0, []string{"good (", "out (", "left out, for want of a-program: TestLeftOut\n"}},
		"may leave out none":  {map[string]string{"good": good, "out": leftOut}, "1", 1, []string{"left out, for want of a-program: TestLeftOut\n", "no test may be left out here"}},
		"fails":               {map[string]string{"good": good, "bad": bad}, "", 1, []string{"good (", "so it fails", "left out: nothing\n"}},
		"does not even build": {map[string]string{"bad": "package x\n\nvar x int = \"\"\n", "good": good}, "", 1, []string{"good (", "cannot use"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := scripts(t, "test")
			place(t, filepath.Join(dir, ".ci/get"), "#!/bin/sh\n")
			place(t, filepath.Join(dir, "go.mod"), "module example.com/m\n\ngo 1.26\n")
			for folder, content := range c.packages {
				place(t, filepath.Join(dir, folder, "x_test.go"), content)
			}
			cmd := exec.CommandContext(t.Context(), filepath.Join(dir, ".ci/test"))
			cmd.Env = append(os.Environ(), "GOTESTSUM="+gotestsum[1], "SESSION_TOKENS_TEST_REQUIRE_ALL="+c.all)
			out, err := cmd.CombinedOutput()
			if status := cmd.ProcessState.ExitCode(); status != c.status {
				t.Errorf("status %d, want %d: %v", status, c.status, err)
			}
			for _, want := range append(c.said, "minutes") {
				if !strings.Contains(string(out), want) {
					t.Errorf("%q is not in\n%s", want, out)
				}
			}
		})
	}
}
