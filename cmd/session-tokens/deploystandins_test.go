package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/quiva-ai/session-tokens/cmd/session-tokens/servicetest"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// The commands of docs/deploy.md for a package, systemd, compose and Kubernetes, as written, but into another root, and with
// stand-ins for what talks to a manager that is not here. A file that a command names must be there.
func TestDeployStandIns(t *testing.T) {
	for _, program := range []string{"bash", "install", "shasum"} {
		redistest.Need(t, program)
	}
	binary, err := servicetest.Binary()
	e2eOK(t, err)
	service, err := servicetest.Start(nil, "--demo")
	e2eOK(t, err)
	defer func() { e2eOK(t, service.Stop()) }()
	root, programs := t.TempDir(), t.TempDir()
	e2eOK(t, os.Symlink(binary, filepath.Join(programs, "session-tokens")))
	for name, text := range map[string]string{
		"sudo":      `exec "$@"`,
		"systemctl": `[ "$1" = daemon-reload ] || test -e "$ROOT/etc/systemd/system/session-tokens.service"`,
		"dpkg":      `test "$1" = --install -a -s "$2"`,
		"gh":        `test "$1 $2" = "attestation verify" -a -s "$3" -a "$4" = --bundle -a -s "$5" -a -s "$WORKFLOWS/${9##*/}"`,
		"docker":    `test -e compose.yaml -a -s secrets/jwt-public-keys -a -s secrets/service-password`,
		"kubectl": `for word; do case $word in
			--from-file=*) test -s "${word##*=}" ;;
			kubernetes*) test -e "$word" ;;
			esac; done`,
	} {
		e2eOK(t, os.WriteFile(filepath.Join(programs, name), []byte("#!/bin/sh\nset -e\necho \""+name+" $*\"\n"+text+"\n"), 0o700))
	}
	e2eOK(t, os.CopyFS(filepath.Join(root, "deploy"), os.DirFS("../../deploy")))
	e2eOK(t, os.RemoveAll(filepath.Join(root, "deploy/secrets")))
	for _, dir := range []string{"bin", "usr/local/bin", "etc/session-tokens", "etc/systemd/system"} {
		e2eOK(t, os.MkdirAll(filepath.Join(root, dir), 0o700))
	}
	e2eOK(t, os.Symlink(binary, filepath.Join(root, "bin/session-tokens")))
	for _, dir := range []string{root, filepath.Join(root, "deploy")} { // what the operator has
		for _, name := range []string{"jwt-public-keys.pem", "redis-ca.crt"} {
			e2eOK(t, os.WriteFile(filepath.Join(dir, name), []byte("PEM"), 0o600))
		}
	}
	e2eOK(t, os.Mkdir(filepath.Join(root, "download"), 0o700))
	for name, text := range map[string]string{
		"session-tokens_1.2.3_linux_amd64.deb": "aaa", "attestation.json": "{}",
		"checksums.txt": "9834876dcfb05cb167a5c24953eba58c4ac89b1adf57f28f2f9d09af107ee8f0  session-tokens_1.2.3_linux_amd64.deb\n" +
			"3e744b9dc39389baf0c5a0660589b8402f3dbb49b89b3e75f2c9355852a3c677  session-tokens_1.2.3_linux_amd64.rpm\n",
	} {
		e2eOK(t, os.WriteFile(filepath.Join(root, "download", name), []byte(text), 0o600))
	}
	workflows, err := filepath.Abs("../../.github/workflows")
	e2eOK(t, err)
	env := append(os.Environ(), "WORKFLOWS="+workflows, "ROOT="+root, "PATH="+programs+":"+os.Getenv("PATH"), "SESSION_TOKENS_ADMIN_LISTEN="+strings.TrimPrefix(service.Admin, "http://"))
	for _, part := range []struct{ section, folder, says string }{
		{"A package", "download", "dpkg --install session-tokens_1.2.3_linux_amd64.deb\n"},
		{"systemd", ".", "systemctl enable --now session-tokens\n"},
		{"The control listener and the console", ".", "systemctl restart session-tokens\n"}, // after systemd's
		{"Compose", "deploy", "docker compose run"},
		{"Kubernetes", "deploy", "kubectl apply -k kubernetes\n"},
	} {
		script := regexp.MustCompile(`(^|[\s])(/etc/|/usr/local/)`).ReplaceAllString(pageCommands(t, "../../docs/deploy.md", part.section), "${1}"+root+"${2}")
		said := string(e2eRun(t, env, filepath.Join(root, part.folder), "", "bash", "-euo", "pipefail", "-c", script))
		if !strings.Contains(said, part.says) {
			t.Errorf("%s: it prints\n%s", part.section, said)
		}
	}
	// The files that the drop-in names are there: the program is started with the password of a user that Redis knows.
	dropIn, err := os.ReadFile(filepath.Join(root, "etc/systemd/system/session-tokens.service.d/control.conf"))
	e2eOK(t, err)
	named := regexp.MustCompile(`[=:](/etc/\S+)`).FindAllStringSubmatch(string(dropIn), -1)
	if len(named) != 2 {
		t.Errorf("the drop-in names %v", named)
	}
	for _, file := range named {
		if _, err := os.Stat(filepath.Join(root, file[1])); err != nil {
			t.Error(err)
		}
	}
}
