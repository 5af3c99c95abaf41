package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

type healthCmd struct {
	AdminListen string `env:"SESSION_TOKENS_ADMIN_LISTEN" default:"127.0.0.1:9090" help:"Where the service serves the operator. One that listens on every address is asked on loopback."`
	Ready       bool   `help:"Ask /readyz, whether requests can be answered now, and not /healthz, whether the service answers at all."`
}

// healthLimit is below the time-out of common health checks, so that the command can still print its message.
const healthLimit = 2 * time.Second

// Run is the health check for an image without a shell or curl. It prints nothing if the service is healthy.
func (h *healthCmd) Run(ctx context.Context) error {
	address, err := loopback(h.AdminListen)
	if err != nil {
		return fmt.Errorf("--admin-listen: %w", err)
	}
	path := "/healthz"
	if h.Ready {
		path = "/readyz"
	}
	ctx, cancel := context.WithTimeout(ctx, healthLimit)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+path, nil)
	if err != nil {
		return fmt.Errorf("--admin-listen: %w", err)
	}
	// Use the transport directly: the check must not go through a proxy from the environment or follow a redirect.
	response, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(request)
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("http://%s%s does not answer within %s", address, path, healthLimit)
	}
	if err != nil {
		return fmt.Errorf("http://%s%s: %w", address, path, err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		said, _ := io.ReadAll(io.LimitReader(response.Body, 1024)) // part of a body is better than none
		return fmt.Errorf("http://%s%s: %d: %s", address, path, response.StatusCode, printable(strings.TrimSpace(string(said))))
	}
	return nil
}

// loopback returns the address at which a listener can be reached from its own machine.
func loopback(listen string) (string, error) {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return "", err
	}
	switch ip := net.ParseIP(host); {
	case host == "", ip.Equal(net.IPv4zero):
		host = "127.0.0.1"
	case ip.IsUnspecified():
		host = "::1"
	}
	return net.JoinHostPort(host, port), nil
}
