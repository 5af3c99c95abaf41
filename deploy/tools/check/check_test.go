package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Each of these mistakes, made in a copy of deploy/, is found.
func TestMistakesAreFound(t *testing.T) {
	const deploy = "../.."
	for _, mistake := range []struct{ file, old, new, want string }{
		{"Containerfile", "USER 65532:65532", "USR 65532:65532", "unknown instruction"},
		{"Containerfile", `["/session-tokens", "health"]`, "/session-tokens health", "there is no shell"},
		{"Containerfile", `ENTRYPOINT ["/session-tokens"]`, "ENTRYPOINT /session-tokens", "there is no shell"},
		{"compose.yaml", "read_only: true", "readonly: true", "readonly"},
		{"compose.yaml", "read_only: true", "read_only: false", "not confined"},
		{"compose.yaml", "networks: [front, back]", "networks: [front, bakc]", "bakc"},
		{"compose.yaml", "secrets: [users.acl]", "secrets: [user.acl]", "user.acl"},
		{"kubernetes/kustomization.yaml", "- network.yaml", "- net.yaml", "net.yaml"},
		{"kubernetes/kustomization.yaml", "images:", "image:", "image"},
		{"kubernetes/kustomization.yaml", "  - disruption.yaml\n", "", "no PodDisruptionBudget"},
		{"kubernetes/deployment.yaml", "minReadySeconds:", "minReadyseconds:", "minReadyseconds"},
		{"kubernetes/deployment.yaml", "periodSeconds: 10", "periodSeconds: ten", "periodSeconds"},
		{"kubernetes/deployment.yaml", "runAsNonRoot: true", "runAsNonRoot: false", "runAsNonRoot"},
		{"kubernetes/deployment.yaml", "drop: [ALL]", "drop: [NET_RAW]", "unrestricted capabilities"},
		{"kubernetes/deployment.yaml", "port: operator }\n            periodSeconds: 10", "port: operater }\n            periodSeconds: 10", "a probe asks no port"},
		{"kubernetes/deployment.yaml", "replicas: 3", "replicas: 1", "fewer than two"},
		{"kubernetes/service.yaml", "targetPort: public", "targetPort: operator", "it has the port operator"},
		{"kubernetes/service.yaml", "app.kubernetes.io/name: session-tokens }", "app: session-tokens }", "Service does not select"},
		{"kubernetes/disruption.yaml", "matchLabels: { app.kubernetes.io/name: session-tokens }", "matchLabels: { app: session-tokens }", "PodDisruptionBudget does not select"},
		{"kubernetes/network.yaml", "port: operator", "port: admin", "no container has the port admin"},
		{"kubernetes/network.yaml", "- { port: public }", "- { port: public }\n        - { port: operator }", "anybody may reach the port operator"},
		{"kubernetes/secret.example.yaml", "stringData:", "strings:", "strings"},
		{"grafana/session-tokens.json", "sum(rate(", "sum(rate((", "parse error"},
		{"grafana/session-tokens.json", `"refresh": "30s",`, `"refresh": "30s"`, "not JSON"},
		{"prometheus/alerts.yaml", "== 0\n        for: 1m", "=== 0\n        for: 1m", "parse error"},
	} {
		copied := t.TempDir()
		for _, name := range []string{"Containerfile", "compose.yaml", "redis", "kubernetes", "grafana", "prometheus"} {
			info, err := os.Stat(filepath.Join(deploy, name))
			switch {
			case err != nil:
			case info.IsDir():
				err = os.CopyFS(filepath.Join(copied, name), os.DirFS(filepath.Join(deploy, name)))
			default:
				var text []byte
				if text, err = os.ReadFile(filepath.Join(deploy, name)); err == nil {
					err = os.WriteFile(filepath.Join(copied, name), text, 0o600)
				}
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		path := filepath.Join(copied, mistake.file)
		text, err := os.ReadFile(path)
		if err != nil || !strings.Contains(string(text), mistake.old) {
			t.Fatalf("%s has no %q (%v)", mistake.file, mistake.old, err)
		}
		if err := os.WriteFile(path, []byte(strings.Replace(string(text), mistake.old, mistake.new, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err = check(copied)
		if err == nil || !strings.Contains(err.Error(), mistake.want) {
			t.Errorf("%s with %q: %v, want something of %q", mistake.file, mistake.new, err, mistake.want)
		}
	}
}
