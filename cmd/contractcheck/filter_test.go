package main

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

func TestFilter(t *testing.T) {
	// Each operation breaks a consumer, and one has another path.
	before, now := shops(t, "id: {type: integer}, ", "", "NewItem: {type: object", "NewItem: {required: [name], type: object", "{up: {type: boolean}}", "{}", "/health:", "/healthz:")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, before) }))
	defer server.Close()
	for _, tt := range []struct {
		flags []string
		found []string // operations with findings of upstream
		left  string   // of breaking
	}{
		{nil, []string{"GET /healthz", "GET /items", "POST /items"}, ""},
		{[]string{"--include", "listItems"}, []string{"GET /items"}, "GET /health, GET /healthz, POST /items"},
		{[]string{"--include", "GET /items"}, []string{"GET /items"}, "GET /health, GET /healthz, POST /items"},
		{[]string{"--include", "*"}, []string{"GET /healthz", "GET /items", "POST /items"}, ""},
		{[]string{"--include", "GET*"}, []string{"GET /healthz", "GET /items"}, "POST /items"},
		{[]string{"--exclude", "*/items"}, []string{"GET /healthz"}, "GET /items, POST /items"},
		{[]string{"--include", "* /items"}, []string{"GET /items", "POST /items"}, "GET /health, GET /healthz"},
		{[]string{"--include", "*Item*", "--exclude", "tag:public"}, []string{"POST /items"}, "GET /health, GET /healthz, GET /items"},
		{[]string{"--exclude", "tag:*"}, []string{"GET /healthz"}, "GET /items, POST /items"},
		{[]string{"--exclude", "tag:internal", "--exclude", "GET /health"}, []string{"GET /items"}, "GET /health, GET /healthz, POST /items"},
		{[]string{"--include", "GET /healthz"}, []string{"GET /healthz"}, "GET /items, POST /items"},
	} {
		for _, command := range [][]string{{"upstream", before}, {"breaking", before}, {"upstream", "--all", before}, {"served", server.URL + "/any"}} {
			args := slices.Concat([]string{"--contract", now}, command, tt.flags)
			status, out := check(t, args...)
			if status != drift || tt.left != "" && !strings.Contains(out, "note: left out by --include and --exclude: "+tt.left+"\n") {
				t.Errorf("%q: status %d\n%s", args, status, out)
			}
			for what, operation := range map[string]string{"NewItem": "POST /items", "schemas/Item/": "GET /items", "/paths/~1health": "GET /healthz"} {
				if strings.Contains(out, what) && !slices.Contains(tt.found, operation) {
					t.Errorf("%q finds %s in\n%s", args, what, out)
				}
			}
			for _, operation := range []string{"GET /healthz", "GET /items", "POST /items"} {
				of := operation
				if command[0] == "breaking" {
					of = strings.TrimSuffix(operation, "z") // which is gone
				}
				finding := strings.Contains(out, of+": ")
				if want := slices.Contains(tt.found, operation); finding != want && (command[0] == "breaking" || command[1] == before) {
					t.Errorf("%q: a finding at %s is %v, want %v\n%s", args, of, finding, want, out)
				}
			}
		}
	}
	for want, flags := range map[string][]string{
		`--include "listItem" matches no operation`:        {"--include", "listItem"},
		`--exclude "tag:secret" matches no operation`:      {"--exclude", "tag:secret"},
		`--exclude "/items" matches no operation`:          {"--exclude", "/items"},
		"--include and --exclude leave no operation":       {"--include", "listItems", "--exclude", "*"},
		`it must be an operationId, a method and path as `: {"--include", ""},
	} {
		if want == "--include and --exclude leave no operation" {
			flags = []string{"--include", "listItems", "--exclude", "list*"}
		}
		for _, command := range [][]string{{"upstream", before}, {"breaking", before}, {"served", server.URL + "/any"}, {"conforms", server.URL}} {
			if status, out := check(t, slices.Concat([]string{"--contract", now}, command, flags)...); status != dontKnow || !strings.Contains(out, want) {
				t.Errorf("%q %q: status %d\n%s", command, flags, status, out)
			}
		}
	}
	if status, out := check(t, "generated", "--include", "listItems"); status != dontKnow || !strings.Contains(out, "unknown flag --include") {
		t.Errorf("generated, which compares files: status %d\n%s", status, out)
	}
}

// What is left out of one run is not stale.
func TestFilterAndBaseline(t *testing.T) {
	before, now := shops(t, "id: {type: integer}, ", "", "NewItem: {type: object", "NewItem: {required: [name], type: object")
	accepted := t.TempDir() + "/accepted"
	args := []string{"--contract", now, "--accept", accepted, "breaking", before}
	if status, out := check(t, append(args, "--write-accepted")...); status != same {
		t.Fatalf("status %d\n%s", status, out)
	}
	all := read(t, "", accepted)
	for _, more := range [][]string{nil, {"--write-accepted"}} {
		status, out := check(t, slices.Concat(args, []string{"--include", "listItems"}, more)...)
		if status != same || strings.Contains(out, "matches nothing") || !strings.Contains(out, "(1 accepted)") || read(t, "", accepted) != all {
			t.Errorf("status %d\n%s\n%s", status, out, read(t, "", accepted))
		}
	}
}

// A component that an operation needed, and that is still there, is not gone.
func TestFilterOfSharedComponents(t *testing.T) {
	before, now := shops(t, "items: {$ref: '#/components/schemas/Item'}", "items: {type: object, properties: {id: {type: integer}, name: {type: string}}}",
		"schema: {$ref: '#/components/schemas/NewItem'}", "schema: {$ref: '#/components/schemas/Item'}")
	if status, out := check(t, "--contract", now, "breaking", "--include", "listItems", before); status != same {
		t.Errorf("status %d\n%s", status, out)
	}
}

// Nothing is sent to an operation that is left out, by whatever check.
func TestFilterOfRequests(t *testing.T) {
	var asked sync.Map
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Store(r.Method+" "+r.URL.Path, true)
		w.Header().Set("Content-Type", "application/json")
		if r.Method != http.MethodGet {
			w.Header().Set("Allow", "GET, POST")
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		_, _ = w.Write([]byte(`[]`))
	}))
	defer server.Close()
	_, now := shops(t)
	status, out := check(t, "--contract", now, "--format", "json", "conforms", server.URL, "--unsafe-methods", "--include", "listItems", "--skip", "refuses")
	if status != same || !strings.Contains(out, `"reason": "left out by --include"`) || !strings.Contains(out, "left out by --include and --exclude: GET /health, POST /items") {
		t.Errorf("status %d\n%s", status, out)
	}
	for _, left := range []string{"POST /items", "GET /health", "TRACE /health"} {
		if _, sent := asked.Load(left); sent {
			t.Errorf("%s was sent", left)
		}
	}
	for _, want := range []string{"GET /items", "PUT /items"} {
		if _, sent := asked.Load(want); !sent {
			t.Errorf("%s was not sent", want)
		}
	}
}

// An operation without an operationId is chosen by its name, and one whose operationId has a space by that.
func TestFilterWithoutID(t *testing.T) {
	before, now := shops(t, "      operationId: listItems\n", "", "operationId: addItem", "operationId: add item", "id: {type: integer}, ", "")
	write(t, "", before, strings.Replace(strings.Replace(read(t, "", before), "      operationId: listItems\n", "", 1), "addItem", "add item", 1))
	for pattern, left := range map[string]string{"*": "", "GET /items": "GET /health, POST /items", "*items": "GET /health", "tag:public": "GET /health, POST /items", "*m*": "GET /health"} {
		status, out := check(t, "--contract", now, "breaking", before, "--include", pattern)
		if status != drift || strings.Contains(out, "left out") != (left != "") || left != "" && !strings.Contains(out, "left out by --include and --exclude: "+left+"\n") {
			t.Errorf("%q: status %d, want %q left out of\n%s", pattern, status, left, out)
		}
	}
	if status, out := check(t, "--contract", now, "breaking", before, "--exclude", "*"); status != dontKnow || !strings.Contains(out, "--include and --exclude leave no operation") {
		t.Errorf("status %d\n%s", status, out)
	}
	if status, out := check(t, "--contract", now, "breaking", before, "--include", "add item"); status != same || !strings.Contains(out, ": GET /health, GET /items\n") {
		t.Errorf("status %d\n%s", status, out)
	}
}
