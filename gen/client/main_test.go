package client_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/quiva-ai/session-tokens/cmd/session-tokens/servicetest"
)

// The URL of this test run's service, and its demo user's credentials.
var baseURL, bearer, apiKey string

func TestMain(m *testing.M) {
	service, err := servicetest.Start(nil, "--demo")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	baseURL, bearer, apiKey = service.Public, service.Bearer, service.Key
	status := m.Run()
	if err := service.Stop(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		status = 1
	}
	os.Exit(status)
}
