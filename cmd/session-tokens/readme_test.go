package main

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/quiva-ai/session-tokens/cmd/session-tokens/servicetest"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// A newcomer does what the README says: make run, and what is to be pasted into another terminal. What it shows as
// answers is what they see.
func TestReadmeWalk(t *testing.T) {
	for _, program := range []string{"bash", "curl", "make"} {
		redistest.Need(t, program)
	}
	binary, err := servicetest.Binary()
	e2eOK(t, err)
	dir := t.TempDir()
	e2eOK(t, os.Mkdir(filepath.Join(dir, "bin"), 0o700))
	e2eOK(t, os.Symlink(binary, filepath.Join(dir, "bin/session-tokens")))
	makefile, err := filepath.Abs("../../Makefile")
	e2eOK(t, err)
	public, admin, control := freePort(t), freePort(t), freePort(t)
	env := append(os.Environ(), "SESSION_TOKENS_LISTEN=127.0.0.1:"+public, "SESSION_TOKENS_ADMIN_LISTEN=127.0.0.1:"+admin, "SESSION_TOKENS_CONTROL_LISTEN=127.0.0.1:"+control)
	run := func() (*exec.Cmd, *bufio.Reader) {
		command := exec.CommandContext(t.Context(), "make", "-f", makefile, "-o", "build", "run")
		command.Dir, command.Env = dir, append(env, "SESSION_TOKENS_DRAIN_DELAY=0s")
		command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // to be interrupted as by Ctrl-C
		out, err := command.StdoutPipe()
		e2eOK(t, err)
		command.Stderr = command.Stdout
		e2eOK(t, command.Start())
		return command, bufio.NewReader(out)
	}
	service, out := run()
	defer func() { _ = syscall.Kill(-service.Process.Pid, syscall.SIGINT); _ = service.Wait() }()
	var said, exports strings.Builder
	for !strings.Contains(said.String(), "Other ports") {
		line, err := out.ReadString('\n')
		if err != nil {
			t.Fatalf("make run: %v\n%s", err, &said)
		}
		said.WriteString(line)
		if strings.HasPrefix(line, "  export ") {
			exports.WriteString(line)
		}
	}
	readme := pages(t)["README.md"]
	toOurs := strings.NewReplacer("127.0.0.1:9090", "127.0.0.1:"+admin, "127.0.0.1:9091", "127.0.0.1:"+control)
	for _, address := range regexp.MustCompile(`<(http://127[^>]+)>`).FindAllStringSubmatch(readme, -1) {
		address := toOurs.Replace(address[1])
		if !strings.Contains(said.String(), "  "+address+" ") {
			t.Errorf("make run does not say %s:\n%s", address, &said)
		}
		answer, err := http.Get(address)
		e2eOK(t, err)
		answer.Body.Close()
		if answer.StatusCode != 200 || !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") {
			t.Errorf("%s: %s", address, answer.Status)
		}
	}
	// A second one can't have the same ports, and says what to set.
	second, secondOut := run()
	text, err := io.ReadAll(secondOut)
	e2eOK(t, err)
	if err := second.Wait(); err == nil || !strings.Contains(string(text), "or SESSION_TOKENS_CONTROL_LISTEN") {
		t.Errorf("with all ports taken: %v\n%s", err, text)
	}

	tryIt, doors := pageCommands(t, "../../README.md", "Try it"), pageCommands(t, "../../README.md", "Three doors")
	module, err := exec.Command("go", "list", "-m").Output()
	e2eOK(t, err)
	clone := "git clone https://" + strings.TrimSpace(string(module)) + " && cd session-tokens\nmake run\n"
	if !strings.HasPrefix(tryIt, clone) {
		t.Errorf("the README does not begin with\n%s", clone)
	}
	script := strings.NewReplacer(clone, "", "make contractcheck\n", "CGO_ENABLED=0 go build -o "+dir+"/bin/contractcheck ./cmd/contractcheck\n",
		"./bin/contractcheck", dir+"/bin/contractcheck").Replace(toOurs.Replace(tryIt + "echo\necho =====\n" + doors))
	got := string(e2eRun(t, env, "../..", "", "bash", "-euo", "pipefail", "-c", exports.String()+script))
	answer, rest, _ := strings.Cut(got, "\n=====\n")
	shown := regexp.MustCompile("(?s)```text\n(.*?)```").FindAllStringSubmatch(readme, -1)
	if len(shown) != 4 {
		t.Fatalf("README.md shows %d answers, want 4", len(shown))
	}
	sameAnswer(t, shown[0][1], answer)
	if want := shown[1][1] + shown[2][1] + shown[3][1]; rest != want {
		t.Errorf("the doors answer\n%swant\n%s", rest, want)
	}
}

// sameAnswer compares an answer with what a page shows of it: headers, and the first record of each kind. Tokens are
// "..." there, and expiries are of another day.
func sameAnswer(t *testing.T, shown, got string) {
	t.Helper()
	shownHead, shownBody, _ := strings.Cut(shown, "\n\n")
	gotHead, gotBody, _ := strings.Cut(strings.ReplaceAll(got, "\r", ""), "\n\n")
	for line := range strings.Lines(shownHead + "\n") {
		if !strings.Contains(gotHead+"\n", line) {
			t.Errorf("the page shows %q, the answer has\n%s", line, gotHead)
		}
	}
	read := func(text string) map[string][]e2eObject {
		var body struct{ Data map[string][]e2eObject }
		if err := json.Unmarshal([]byte(text), &body); err != nil {
			t.Fatalf("%v:\n%s", err, text)
		}
		for _, records := range body.Data {
			for _, property := range []string{"token", "refresh_token"} {
				if records[0][property] != nil {
					records[0][property] = "..."
				}
			}
			records[0]["expiry"] = reflect.TypeOf(records[0]["expiry"]).String()
		}
		return body.Data
	}
	want, real := read(strings.ReplaceAll(shownBody, ", ...", "")), read(gotBody)
	for kind := range real {
		if len(want[kind]) != 1 || !reflect.DeepEqual(want[kind][0], real[kind][0]) {
			t.Errorf("%s: the page shows %v, the answer has %v", kind, want[kind], real[kind][0])
		}
	}
	if len(want) != len(real) || !strings.HasSuffix(gotBody, "}\n") {
		t.Errorf("the answer is %q", gotBody)
	}
}
