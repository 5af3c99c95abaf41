package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// The test binary doubles as the program, in $PATH as session-tokens.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"session-tokens": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Values["t"] = e.T()
			e.Setenv("GORACE", "atexit_sleep_ms=0") // otherwise each program takes a second to exit
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"start-redis": startRedis,
			"redis":       askRedis,
			"redis-fill":  fillRedis,
			"fingerprint": fingerprint,
			"upper":       upper,
			"write":       write,
			"odd":         odd,
			"key-parts":   keyParts,
			"conforms":    conforms,
		},
	})
}

// startRedis gives the script its own redis-server at $REDIS_URL. Scripts that do not call it also run without
// redis-server installed.
func startRedis(ts *testscript.TestScript, _ bool, args []string) {
	server := redistest.Start(ts.Value("t").(testing.TB), args...)
	ts.Setenv("REDIS_URL", server.URL())
}

// askRedis plays another program that uses the same Redis: redis COMMAND ARG... writes the reply to stdout.
func askRedis(ts *testscript.TestScript, neg bool, args []string) {
	options, err := redis.ParseURL(ts.Getenv("REDIS_URL"))
	ts.Check(err)
	client := redis.NewClient(options)
	defer client.Close()
	command := make([]any, len(args))
	for i, arg := range args {
		command[i] = arg
	}
	reply, err := client.Do(context.Background(), command...).Result()
	if (err != nil) != neg {
		ts.Fatalf("redis %s: reply %v, error %v", args[0], reply, err)
	}
	printReply(ts.Stdout(), reply)
}

// fillRedis KEY N adds N members that are not records to a set.
func fillRedis(ts *testscript.TestScript, _ bool, args []string) {
	options, err := redis.ParseURL(ts.Getenv("REDIS_URL"))
	ts.Check(err)
	client := redis.NewClient(options)
	defer client.Close()
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	members := make([]redis.Z, n)
	for i := range members {
		members[i] = redis.Z{Score: store.LastExpiry, Member: fmt.Sprint("not-a-secret-", i)}
	}
	ts.Check(client.ZAdd(context.Background(), args[0], members...).Err())
}

func printReply(w io.Writer, reply any) {
	switch reply := reply.(type) {
	case []any:
		for _, one := range reply {
			printReply(w, one)
		}
	case map[any]any:
		for name, value := range reply {
			fmt.Fprintf(w, "%v=%v\n", name, value)
		}
	default:
		fmt.Fprintln(w, reply)
	}
}

// fingerprint VARIABLE TOKEN sets the variable to the token's fingerprint.
func fingerprint(ts *testscript.TestScript, _ bool, args []string) {
	ts.Setenv(args[0], store.Fingerprint(args[1]))
}

// upper VARIABLE TEXT sets the variable to the text in upper case.
func upper(ts *testscript.TestScript, _ bool, args []string) {
	ts.Setenv(args[0], strings.ToUpper(args[1]))
}

// write FILE TEXT [TIMES] appends the text, with escapes such as \x1b interpreted, to the file.
func write(ts *testscript.TestScript, _ bool, args []string) {
	text, err := strconv.Unquote(`"` + strings.ReplaceAll(args[1], `"`, `\"`) + `"`)
	ts.Check(err)
	times := 1
	if len(args) > 2 {
		times, err = strconv.Atoi(args[2])
		ts.Check(err)
	}
	f, err := os.OpenFile(ts.MkAbs(args[0]), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	ts.Check(err)
	_, err = f.WriteString(strings.Repeat(text, times))
	ts.Check(err)
	ts.Check(f.Close())
}

// conforms FILE checks that the file is a response allowed by the contract.
func conforms(ts *testscript.TestScript, _ bool, args []string) {
	c, err := contract.Load(gen.Document())
	ts.Check(err)
	r := httptest.NewRequest(http.MethodGet, "/accounts/session-tokens", nil)
	operation, err := c.Find(r.URL.Path, r.Method)
	ts.Check(err)
	header := http.Header{"Content-Type": {"application/json"}}
	ts.Check(c.CheckResponse(r, operation, http.StatusOK, header, []byte(ts.ReadFile(args[0]))))
}

// odd VARIABLE sets the variable to a text that would clear a terminal.
func odd(ts *testscript.TestScript, _ bool, args []string) { ts.Setenv(args[0], "a\x1b[2Jb") }

// keyParts FILE sets KEY, ID and SECRET to an API key and its parts.
func keyParts(ts *testscript.TestScript, _ bool, args []string) {
	key := strings.TrimSpace(ts.ReadFile(args[0]))
	parts := strings.Split(key, "_")
	if len(parts) < 4 {
		ts.Fatalf("an API key of %d parts", len(parts))
	}
	ts.Setenv("KEY", key)
	ts.Setenv("ID", parts[len(parts)-3])
	ts.Setenv("SECRET", parts[len(parts)-2])
}

// processLimit is how long a test waits, with the race detector on two busy cores.
const processLimit = 30 * time.Second

func eventually(t *testing.T, holds func() bool) {
	t.Helper()
	limit, tick := time.After(processLimit), time.NewTicker(5*time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-limit:
			t.Fatalf("not within %s", processLimit)
		case <-tick.C:
		}
	}
}
