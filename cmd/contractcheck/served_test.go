package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestServed(t *testing.T) {
	served := read(t, root, "openapi.json")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/openapi.json":
			_, _ = io.WriteString(w, served)
		case "/other.json":
			_, _ = io.WriteString(w, strings.Replace(served, `"format": "int64",`, "", 1))
		case "/version":
			_, _ = io.WriteString(w, strings.Replace(served, `"openapi": "3.0`, `"openapi": "3.1`, 1))
		case "/swagger":
			_, _ = io.WriteString(w, `{"swagger": "2.0", "info": {"title": "a", "version": "1"}, "paths": {}}`)
		case "/page":
			_, _ = io.WriteString(w, "<html>")
		case "/long":
			_, _ = io.WriteString(w, served+strings.Repeat(" ", maxDocument))
		case "/broken":
			http.Error(w, "broken", http.StatusBadGateway)
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	for _, tt := range []struct {
		url    string
		status int
		said   string
	}{
		{server.URL, same, "served: no drift"},
		{server.URL + "/", same, "served: no drift"},
		{server.URL + "/openapi.json", same, "served: no drift"},
		{server.URL + "/other.json", drift, `/components/schemas/RefreshTokenObject/properties/expiry/format: only in the contract`},
		{server.URL + "/page", dontKnow, "is not an OpenAPI document"},
		{server.URL + "/version", dontKnow, "is of OpenAPI 3.1, the contract of 3.0"},
		{server.URL + "/swagger", dontKnow, "is of version 2.0: OpenAPI 3.0 or 3.1 is needed"},
		{server.URL + "/gone", drift, "404"},
		{server.URL + "/broken", dontKnow, "502"},
		{server.URL + "/long", dontKnow, "too large"},
		{"http://127.0.0.1:1", dontKnow, "refused"},
		{"127.0.0.1:1", dontKnow, "must be like http://127.0.0.1:9090"},
	} {
		if status, out := check(t, "--contract", contract, "served", tt.url); status != tt.status || !strings.Contains(out, tt.said) {
			t.Errorf("%s: status %d, want %d; want %q in\n%s", tt.url, status, tt.status, tt.said, out)
		}
	}
}

func TestServedByTheService(t *testing.T) {
	service := startService(t)
	if status, out := check(t, "--contract", contract, "served", service.Admin); status != same {
		t.Errorf("status %d\n%s", status, out)
	}
	if status, out := check(t, "--contract", contract, "served", service.Public); status != drift || !strings.Contains(out, "note: if the server has its document at another address") {
		t.Errorf("the public listener: status %d\n%s", status, out)
	}
}
