package handlers

import (
	"bufio"
	"io"
	"maps"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// net/http gives some answers by itself, in its own form, before a handler is called. docs/api.md lists their statuses;
// everything else has the contract's form.
func TestAnswersOfNetHTTP(t *testing.T) {
	l := listen(t, 100, nil, nil)
	const line, host = "GET /accounts/session-tokens HTTP/1.1\r\n", "Host: x\r\n"
	got := map[int]bool{}
	for name, c := range map[string]struct {
		request string
		status  int
	}{
		"no request line":             {"hello\r\n\r\n", 400},
		"TLS":                         {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400},
		"no version":                  {"GET /\r\n" + host + "\r\n", 400},
		"a version that is none":      {"GET / HTTP/one\r\n" + host + "\r\n", 400},
		"a method that is none":       {"G(T / HTTP/1.1\r\n" + host + "\r\n", 400},
		"a path that is none":         {"GET accounts HTTP/1.1\r\n" + host + "\r\n", 400},
		"a broken escape":             {"GET /%zz HTTP/1.1\r\n" + host + "\r\n", 400},
		"a control character":         {"GET /\x01 HTTP/1.1\r\n" + host + "\r\n", 400},
		"no host":                     {line + "\r\n", 400},
		"two hosts":                   {line + host + host + "\r\n", 400},
		"a host that is none":         {line + "Host: a b\r\n\r\n", 400},
		"a header without a colon":    {line + host + "X\r\n\r\n", 400},
		"a header's name with blank":  {line + host + "X : y\r\n\r\n", 400},
		"a header's name that is odd": {line + host + "X(: y\r\n\r\n", 400},
		"a header's value with zero":  {line + host + "X: a\x00b\r\n\r\n", 400},
		"a length that is none":       {line + host + "Content-Length: x\r\n\r\n", 400},
		"two lengths":                 {line + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400},
		"a trailer that may not be":   {line + host + "Transfer-Encoding: chunked\r\nTrailer: Content-Length\r\n\r\n0\r\n\r\n", 400},
		"expectation":                 {line + host + "Expect: x\r\n\r\n", 417},
		"expectation, with a body":    {line + host + "Expect: 200-ok\r\nContent-Length: 1\r\n\r\n", 417},
		"long header":                 {line + host + "X: " + strings.Repeat("x", 24<<10) + "\r\n\r\n", 431},
		"many headers":                {line + host + strings.Repeat("X: y\r\n", 4<<10) + "\r\n", 431},
		"long path":                   {"GET /" + strings.Repeat("x", 24<<10) + " HTTP/1.1\r\n" + host + "\r\n", 431},
		"transfer encoding":           {line + host + "Transfer-Encoding: gzip\r\n\r\n", 501},
		"two transfer encodings":      {line + host + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 501},
		"HTTP/0.9":                    {"GET / HTTP/0.9\r\n" + host + "\r\n", 505},
		"HTTP/2":                      {"GET / HTTP/2.0\r\n" + host + "\r\n", 505},
		"HTTP/3":                      {"GET / HTTP/3.0\r\n" + host + "\r\n", 505},

		// These reach the service.
		"HTTP/1.0 without a host": {"GET /x HTTP/1.0\r\n\r\n", 404},
		"a prior HTTP/2":          {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 404},
		"a proxy's":               {"GET http://other/x HTTP/1.1\r\n" + host + "\r\n", 404},
		"a tunnel":                {"CONNECT other:443 HTTP/1.1\r\n" + host + "\r\n", 404},
		"an awaited body":         {line + host + "Expect: 100-continue\r\nContent-Length: 1\r\n\r\n", 400},
	} {
		conn := dial(t, l.public)
		send(t, conn, c.request)
		answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		conn.Close()
		ours := answer.Header.Get("X-Request-Id") != ""
		if err != nil || answer.StatusCode != c.status || ours != strings.HasPrefix(string(body), `{"error":`) {
			t.Errorf("%s: %s, %v, %v: %s", name, answer.Status, err, answer.Header, body)
		}
		if !ours {
			got[c.status] = true
		}
		if plain := strings.HasPrefix(answer.Header.Get("Content-Type"), "text/plain"); !ours && (!answer.Close || plain != (c.status != 417)) {
			t.Errorf("%s: close %t, %v", name, answer.Close, answer.Header)
		}
	}

	page, err := os.ReadFile("../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(page), "| its status | when |\n")
	table, _, _ = strings.Cut(table, "\n\n")
	listed := map[int]bool{}
	for _, row := range regexp.MustCompile(`(?m)^\| (\d+) \|`).FindAllStringSubmatch(table, -1) {
		status, _ := strconv.Atoi(row[1])
		listed[status] = true
	}
	if !maps.Equal(got, listed) {
		t.Errorf("docs/api.md lists %v, net/http answers %v", slices.Sorted(maps.Keys(listed)), slices.Sorted(maps.Keys(got)))
	}
}
