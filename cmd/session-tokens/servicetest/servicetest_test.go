package servicetest

import (
	"strings"
	"testing"
)

func TestStopTellsWhyWithoutSecrets(t *testing.T) {
	s, err := Start(nil, "--cors-origins", "https://app.example", "--demo")
	if err != nil {
		t.Fatal(err)
	}
	if s.Bearer == "" || s.Key == "" {
		t.Error("the demo user has no credentials")
	}
	if err := s.program.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	logged := strings.TrimPrefix(s.Public, "http://") // as if it were a secret
	err = s.Stop(logged)
	if err == nil || !strings.Contains(err.Error(), "killed") || !strings.Contains(err.Error(), `"public":"***"`) {
		t.Errorf("it does not tell how the service ended: %v", err)
	}
	if err != nil && strings.Contains(err.Error(), logged) {
		t.Errorf("it shows a secret: %v", err)
	}
}
