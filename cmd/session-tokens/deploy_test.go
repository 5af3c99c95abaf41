package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/redis/go-redis/v9"

	"github.com/quiva-ai/session-tokens/cmd/session-tokens/servicetest"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// deployed returns the text of each file that configures the service, by name.
func deployed(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	read := func(path string) {
		text, err := os.ReadFile(path)
		e2eOK(t, err)
		files[path] = string(text)
	}
	e2eOK(t, filepath.WalkDir("../../deploy", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "tools" || entry.Name() == "secrets"):
			return filepath.SkipDir
		case !entry.IsDir():
			read(path)
		}
		return nil
	}))
	read("../../docs/deploy.md")
	return files
}

// All settings in the deployment files are settings of this program.
func TestDeployedSettings(t *testing.T) {
	known := []string{hs256Secret, apiKeyPepper}
	var flags []string
	eachFlag(t, func(_ *kong.Node, f *kong.Flag) {
		known, flags = append(known, f.Envs...), append(flags, "--"+f.Name)
	})
	for path, text := range deployed(t) {
		for _, name := range regexp.MustCompile(`\bSESSION_TOKENS_[A-Z0-9_]+`).FindAllString(text, -1) {
			if !slices.Contains(known, name) {
				t.Errorf("%s sets %s, which is no setting", path, name)
			}
		}
		for _, line := range regexp.MustCompile(`session-tokens (?:serve|list|revoke|token|health|apikey)\b.*`).FindAllString(text, -1) {
			for _, flag := range regexp.MustCompile(` (--[a-z-]+)`).FindAllStringSubmatch(line, -1) {
				if !slices.Contains(flags, flag[1]) {
					t.Errorf("%s: %s: no flag", path, flag[1])
				}
			}
		}
	}
}

// The users that the deployment makes may do what docs/records.md says, and no more.
func TestDeployedUsers(t *testing.T) {
	page, err := os.ReadFile("../../docs/records.md")
	e2eOK(t, err)
	users, err := os.ReadFile("../../deploy/redis/users.acl")
	e2eOK(t, err)
	besides := regexp.MustCompile("(?m)^`serve` may also have (.*)\\. With").FindStringSubmatch(string(page))
	if besides == nil {
		t.Fatal("docs/records.md does not say what serve may have besides")
	}
	lines := regexp.MustCompile(`(?m)^    (user (\w+) on )>\.\.\.( .+)$`).FindAllStringSubmatch(string(page), -1)
	if len(lines) != 3 {
		t.Fatalf("docs/records.md has %d users, want 3", len(lines))
	}
	for _, line := range lines {
		want := line[1] + "#" + strings.ToUpper(line[2]) + line[3]
		if line[2] != "operator" {
			for _, command := range regexp.MustCompile("`(.+?)`").FindAllStringSubmatch(besides[1], -1) {
				if !slices.Contains(strings.Fields(want), command[1]) {
					want += " " + command[1]
				}
			}
		}
		if !slices.Contains(strings.Split(string(users), "\n"), want) {
			t.Errorf("deploy/redis/users.acl lacks the line\n%s", want)
		}
	}
}

// Redis accepts the configuration and the users of the compose file, and nobody else can log in.
func TestDeployedRedis(t *testing.T) {
	program, secrets, port := redistest.Need(t, "redis-server"), filepath.Join(t.TempDir(), "secrets"), freePort(t)
	for range 2 { // secrets that exist are kept
		said, err := exec.Command("../../deploy/redis/make-secrets", secrets).CombinedOutput()
		if err != nil {
			t.Fatalf("make-secrets: %v\n%s", err, said)
		}
	}
	text, err := os.ReadFile("../../deploy/redis/redis.conf")
	e2eOK(t, err)
	dir := t.TempDir()
	conf := strings.NewReplacer("bind * -::*", "bind 127.0.0.1", "6379", port, "/data", dir, "/run/secrets", secrets).Replace(string(text))
	e2eOK(t, os.WriteFile(filepath.Join(dir, "redis.conf"), []byte(conf), 0o600))
	var log bytes.Buffer
	server := exec.Command(program, filepath.Join(dir, "redis.conf"))
	server.Stdout, server.Stderr = &log, &log
	e2eOK(t, server.Start())
	t.Cleanup(func() {
		_, _ = server.Process.Kill(), server.Wait()
		if t.Failed() {
			t.Log(log.String())
		}
	})
	as := func(user, password string) *redis.Client {
		c := redis.NewClient(&redis.Options{Addr: "127.0.0.1:" + port, Username: user, Password: password, Protocol: 2, DisableIdentity: true})
		t.Cleanup(func() { c.Close() })
		return c
	}
	eventually(t, func() bool {
		c, err := net.Dial("tcp", "127.0.0.1:"+port)
		return err == nil && c.Close() == nil
	})
	health := as("health", "none")
	e2eOK(t, health.Ping(t.Context()).Err())
	for _, refused := range []error{
		as("", "").Ping(t.Context()).Err(), as("service", "wrong").Ping(t.Context()).Err(), health.Info(t.Context()).Err(), health.Get(t.Context(), "a").Err(),
	} {
		if refused == nil || errors.Is(refused, redis.Nil) {
			t.Errorf("somebody is let in: %v", refused)
		}
	}
	for user, writes := range map[string]bool{"service": false, "operator": true, "control": true} {
		password, err := os.ReadFile(filepath.Join(secrets, user+"-password"))
		e2eOK(t, err)
		client := as(user, string(password))
		e2eOK(t, client.ZRange(t.Context(), "session:{u}", 0, -1).Err())
		if err := client.ZAdd(t.Context(), "session:{u}", redis.Z{Score: 1, Member: "a"}).Err(); (err == nil) != writes {
			t.Errorf("%s writes: %v", user, err)
		}
	}
}

// Each metric that the dashboard and the alerts query is one that the service exports.
func TestDeployedMetrics(t *testing.T) {
	redis := redistest.Start(t)
	service, err := servicetest.Start([]string{"REDIS_URL=" + redis.URL(), hs256Secret + "=not-a-secret-not-a-secret-not-a-secret"})
	e2eOK(t, err)
	defer func() { e2eOK(t, service.Stop()) }()
	// Most counters appear with their first increment: here, a refusal.
	refused, err := http.Get(service.Public + "/accounts/session-tokens")
	e2eOK(t, err)
	refused.Body.Close()
	response, err := http.Get(service.Admin + "/metrics")
	e2eOK(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	e2eOK(t, err)
	has := map[string]bool{
		"up": true, // Prometheus itself adds it
		// These are not incremented here; handlers' own tests cover them.
		"session_tokens_records_left_out_total": true, "session_tokens_contract_violations_total": true,
		// These exist only with an issuer.
		"session_tokens_jwks_age_seconds": true, "session_tokens_jwks_fetches_total": true,
		// This exists only with TLS.
		"session_tokens_tls_certificate_expiry_timestamp_seconds": true,
	}
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		name, _, _ := strings.Cut(lines.Text(), " ")
		name, _, _ = strings.Cut(name, "{")
		has[name] = true
	}

	said, err := exec.Command("go", "-C", "../../deploy/tools", "run", "./check", "..", "metrics").Output()
	if err != nil {
		t.Fatalf("deploy/tools: %v", err)
	}
	asked := strings.Fields(string(said))
	if len(asked) < 10 {
		t.Errorf("the dashboard and the alerts ask for %v only", asked)
	}
	for _, name := range asked {
		if !has[name] {
			t.Errorf("the dashboard or an alert asks for %q, which the service does not have", name)
		}
	}
}

// The steps of docs/deploy.md work as written, except for the ports and that the program is built already.
func TestDeployWalk(t *testing.T) {
	for _, program := range []string{"bash", "curl", "openssl", "redis-server"} {
		redistest.Need(t, program)
	}
	binary, err := servicetest.Binary()
	e2eOK(t, err)
	written := pageCommands(t, "../../docs/deploy.md", "One Redis over TLS with ACL users, step by step")
	for _, part := range []string{"make build\n", "./bin/session-tokens serve --redis-url rediss://service@", "--store)", "rm -r $TRY\n"} {
		if !strings.Contains(written, part) {
			t.Fatalf("docs/deploy.md does not have %q", part)
		}
	}
	redis, public, admin := freePort(t), freePort(t), freePort(t)
	written = strings.NewReplacer("make build\n", "", "./bin/session-tokens", binary, "6380", redis, "127.0.0.1:8080", "127.0.0.1:"+public,
		"127.0.0.1:8081", "127.0.0.1:"+freePort(t), "127.0.0.1:9092", "127.0.0.1:"+freePort(t), "127.0.0.1:9091", "127.0.0.1:"+freePort(t),
		"rm -r $TRY\n", "cat $TRY/control.log\nrm -r $TRY\n").Replace(written)

	walk := exec.CommandContext(t.Context(), "bash", "-euo", "pipefail", "-c", "trap 'kill $(jobs -p) 2>/dev/null || :' EXIT\n"+written)
	walk.Dir = "../.."
	walk.Env = append(os.Environ(), "SESSION_TOKENS_LISTEN=127.0.0.1:"+public, "SESSION_TOKENS_ADMIN_LISTEN=127.0.0.1:"+admin, "TMPDIR="+t.TempDir())
	said, err := walk.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	// The session is listed twice, and then gone. So is that which the control key ends.
	for what, times := range map[string]int{
		"HTTP/1.1 200 OK": 1, `"user_id":"u-1"`: 1, "HTTP/1.1 401 Unauthorized": 2, `error="invalid_token"`: 2, "KIND": 1,
		`"ended":[{`: 1, "\nstc_": 1, "Redis does not allow": 0,
	} {
		if strings.Count(string(said), what) != times {
			t.Errorf("%q is not there %d times in:\n%s", what, times, said)
		}
	}
}

// Each secret that a file requires is created by make-secrets, or docs/deploy.md says how to provide it.
func TestDeployedSecrets(t *testing.T) {
	made := filepath.Join(t.TempDir(), "secrets")
	e2eOK(t, exec.Command("../../deploy/redis/make-secrets", made).Run())
	sameWithoutSHA256Sum(t, made)
	files := deployed(t)
	page := files["../../docs/deploy.md"]
	has := func(who, name string) {
		t.Helper()
		if _, err := os.Stat(filepath.Join(made, name)); err != nil && !strings.Contains(page, " secrets/"+name+"\n") {
			t.Errorf("%s wants the secret %s, which nobody makes", who, name)
		}
	}
	found := 0
	for who, pattern := range map[string]string{
		"../../deploy/session-tokens.service": `LoadCredential=[a-z-]+:/etc/session-tokens/secrets/(\S+)`,
		"../../deploy/compose.yaml":           `file: secrets/(\S+)`,
	} {
		for _, name := range regexp.MustCompile(pattern).FindAllStringSubmatch(files[who], -1) {
			found++
			has(who, name[1])
		}
	}
	const kubernetes = "../../deploy/kubernetes/"
	for _, name := range regexp.MustCompile(`=/run/secrets/session-tokens/(\S+)`).FindAllStringSubmatch(files[kubernetes+"settings.env"], -1) {
		found++
		if !strings.Contains(files[kubernetes+"secret.example.yaml"], "\n  "+name[1]+": ") || !strings.Contains(page, " --from-file="+name[1]) {
			t.Errorf("Kubernetes' secret has no %s", name[1])
		}
	}
	if found < 10 {
		t.Errorf("only %d secrets are asked for", found)
	}
}

// sameWithoutSHA256Sum runs make-secrets where there is only shasum, as on macOS: the hashes are the same.
func sameWithoutSHA256Sum(t *testing.T, made string) {
	t.Helper()
	programs := t.TempDir()
	for _, name := range []string{"base64", "cat", "chmod", "cut", "dirname", "head", "mkdir", "sed", "shasum", "tr"} {
		e2eOK(t, os.Symlink(redistest.Need(t, name), filepath.Join(programs, name)))
	}
	users := filepath.Join(made, "users.acl")
	want, err := os.ReadFile(users)
	e2eOK(t, err)
	again := exec.Command("../../deploy/redis/make-secrets", made)
	again.Env = []string{"PATH=" + programs}
	if said, err := again.CombinedOutput(); err != nil {
		t.Fatalf("make-secrets without sha256sum: %v\n%s", err, said)
	}
	if got, err := os.ReadFile(users); err != nil || string(got) != string(want) || strings.Count(string(got), " on #") != 3 {
		t.Errorf("without sha256sum users.acl is\n%s, want\n%s", got, want)
	}
}
