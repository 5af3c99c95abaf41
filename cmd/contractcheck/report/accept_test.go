package report

import "testing"

func TestStable(t *testing.T) {
	for got, want := range map[string]string{
		"500 application/json": "500 application/json",
		"401 with WWW-Authenticate: Bearer nonce=\"a8f3e2b1c4\"": "401 with WWW-Authenticate: Bearer nonce=\"<id>\"",
		"at 2026-01-02T03:04:05.678Z, or 03:04:05":               "at <time>, or <time>",
		"Fri, 02 Jan 2026 03:04:05 GMT":                          "<time>",
		"id 0b5cd7a2-1a2b-4c3d-8e4f-5a6b7c8d9e0f":                "id <id>",
		"1234567 items, 200, 31 bytes in 0.35 s":                 "<n> items, 200, <n> bytes in <n> s",
		"/data/address2line: Value must be a string":             "/data/address2line: Value must be a string",
		"@@ -12,7 +12,8 @@ func a() {\n-x\n+y":                   "@@ func a() {\n-x\n+y",
	} {
		if stable := Stable(got); stable != want {
			t.Errorf("%q: %q, want %q", got, stable, want)
		}
	}
}
