package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
)

// startRedis starts an empty Redis without persistence.
func (b *bench) startRedis(ctx context.Context) (url string, stop func(), err error) {
	address, err := freeAddress(ctx)
	if err != nil {
		return "", nil, err
	}
	_, port, _ := bytes.Cut([]byte(address), []byte(":"))
	cmd := exec.CommandContext(ctx, "redis-server", "--port", string(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", //nolint:gosec // all of it is ours
		"--dir", b.dir, "--maxmemory-policy", "noeviction")
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	return "redis://" + address, func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }, ready(ctx, address)
}

func (b *bench) start(ctx context.Context) error {
	url, stopRedis, err := b.startRedis(ctx)
	if err != nil {
		return err
	}
	context.AfterFunc(ctx, stopRedis)
	if b.data, err = newData(url, b.keys, b.until); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	for _, name := range serverNames {
		var s *server
		if name == "service" {
			s, err = b.startService(ctx, url)
		} else {
			s, err = startServer(ctx, name, nil, self, name, "--redis-url", url)
		}
		if err != nil {
			return err
		}
		b.servers = append(b.servers, s)
	}
	return nil
}

// startService starts the program as users run it, with keys for both algorithms.
func (b *bench) startService(ctx context.Context, url string) (*server, error) {
	public, err := b.keys.publicPEM()
	if err != nil {
		return nil, err
	}
	file := filepath.Join(b.dir, "public.pem")
	if err := os.WriteFile(file, public, 0o600); err != nil {
		return nil, err
	}
	env := []string{"REDIS_URL=" + url, "SESSION_TOKENS_JWT_HS256_SECRET=" + string(b.keys.secret)}
	return startServer(ctx, "service", env, b.Service, "serve", "--jwt-public-key-file", file)
}

func (b *bench) stop() {
	for _, s := range b.servers {
		s.stop()
	}
}
