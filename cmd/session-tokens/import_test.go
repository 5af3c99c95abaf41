package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/handlers/live"
	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

const goodLine = `{"refresh":{"user_id":"alice","token":"not-a-secret-token","expiry":4102444800}}` + "\n"

// putJob returns a job that stores each record with put, which gets the number of earlier round trips.
func putJob(put func(trip int, record store.Record) store.PutResult) (job *importJob, reports, sizes, pauses *[]string) {
	reports, sizes, pauses = new([]string), new([]string), new([]string)
	job = &importJob{
		from: 1,
		put: func(_ context.Context, records []store.Record) []store.PutResult {
			trip, results := len(*sizes), make([]store.PutResult, len(records))
			*sizes = append(*sizes, fmt.Sprint(len(records)))
			for i, r := range records {
				results[i] = put(trip, r)
			}
			return results
		},
		pause:  func(_ context.Context, d time.Duration) { *pauses = append(*pauses, d.String()) },
		report: func(line int, reason error) { *reports = append(*reports, fmt.Sprintf("%d: %v", line, reason)) },
	}
	return job, reports, sizes, pauses
}

func kept(int, store.Record) store.PutResult { return store.PutResult{} }

// If Redis is down for long, the import stops and says where to go on.
func TestImportStopsWhereTheStoreDoes(t *testing.T) {
	job, reports, sizes, pauses := putJob(func(trip int, _ store.Record) store.PutResult {
		if trip > 1 {
			return store.PutResult{Err: fmt.Errorf("put: %w", store.ErrUnavailable)}
		}
		return store.PutResult{Evicted: make([]store.Ended, 1)}
	})
	err := job.lines(t.Context(), strings.NewReader(goodLine+"bad\n"+goodLine+"bad\n"+goodLine+goodLine))
	if !errors.Is(err, store.ErrUnavailable) || err.Error() != "stored up to line 4: put: store unavailable\nhint: go on with --from 5" {
		t.Errorf("error %v", err)
	}
	if job.stored != 2 || job.evicted != 2 || job.bad != 2 || len(*reports) != 2 {
		t.Errorf("%d stored, %d ended, %d bad: %v", job.stored, job.evicted, job.bad, *reports)
	}
	if got := strings.Join(*sizes, " "); got != "1 1 2 1 1 1 1 1 1" {
		t.Errorf("round trips of %s", got)
	}
	if got := strings.Join(*pauses, " "); got != "100ms 200ms 400ms 800ms 1.6s 3.2s" {
		t.Errorf("pauses of %s", got)
	}
}

// An import survives lost replies. It stores many lines per round trip, in order.
func TestImportGoesOnAfterALostReply(t *testing.T) {
	const lines = 2000
	var text strings.Builder
	for i := range lines {
		fmt.Fprintf(&text, `{"refresh":{"user_id":"alice","token":"%d","expiry":4102444800}}`+"\n", i)
	}
	puts, last := 0, map[string]string{}
	job, reports, sizes, pauses := putJob(func(trip int, r store.Record) store.PutResult {
		puts++
		last[r.UserID] = string(r.Text)
		if puts%200 == 0 {
			return store.PutResult{Err: store.ErrUnavailable}
		}
		return store.PutResult{}
	})
	if err := job.lines(t.Context(), strings.NewReader(text.String())); err != nil || job.stored != lines || job.done < lines {
		t.Errorf("%d stored, up to line %d: %v", job.stored, job.done, err)
	}
	if len(*reports) > 0 || len(*sizes) > lines/maxRecords*2 || len(*pauses) < 5 || strings.Contains(strings.Join(*pauses, " "), "400ms") {
		t.Errorf("%d reports, %d round trips, %d pauses", len(*reports), len(*sizes), len(*pauses))
	}
	if !strings.Contains(last["alice"], fmt.Sprintf("%q", fmt.Sprint(lines-1))) {
		t.Errorf("the last is %s", last["alice"])
	}
}

// If no connection lives long enough for a large batch, smaller batches get through.
func TestImportOverShortConnections(t *testing.T) {
	const lines, bears = 250, 3
	job, reports, sizes, _ := putJob(kept)
	put := job.put
	job.put = func(ctx context.Context, records []store.Record) []store.PutResult {
		results := put(ctx, records)
		if len(records) > bears {
			for i := range results {
				results[i].Err = store.ErrUnavailable
			}
		}
		return results
	}
	err := job.lines(t.Context(), strings.NewReader(strings.Repeat(goodLine, lines)))
	if err != nil || job.stored != lines || len(*reports) > 0 {
		t.Errorf("%d stored in round trips of %s: %v", job.stored, *sizes, err)
	}
}

func TestImportFrom(t *testing.T) {
	var users []string
	job, reports, _, _ := putJob(func(_ int, r store.Record) store.PutResult {
		users = append(users, r.UserID)
		return store.PutResult{}
	})
	job.from = 3
	text := byteOrderMark + "bad\n" + goodLine + strings.ReplaceAll(goodLine, "alice", "bob") + "bad"
	if err := job.lines(t.Context(), strings.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	if strings.Join(users, " ") != "bob" || len(*reports) != 1 || !strings.HasPrefix((*reports)[0], "4: ") {
		t.Errorf("put %v, reported %v", users, *reports)
	}
}

// A file of another kind causes one message.
func TestImportOfAWrongFile(t *testing.T) {
	const want = `: not one record: want NDJSON, each line one object {"session": {...}} or {"refresh": {...}}`
	for name, c := range map[string]struct{ text, want string }{
		"a picture":   {"\x89PNG\r\n\x1a\n" + strings.Repeat("\x00IHDR\n", 240), "lines 1 to 10" + want},
		"two lines":   {"\x89PNG\r\n\x1a", "lines 1 to 2" + want},
		"a table":     {strings.Repeat("alice,not-a-secret,4102444800\n", 20), "lines 1 to 10" + want},
		"long JSON":   {"[\n  {\n    \"session\": {\n \"token\": \"not-a-secret\"\n}}]\n", "lines 1 to 5" + want + "\nhint: jq -c . writes each object on a line of its own"},
		"other lines": {strings.Repeat(`{"token":"not-a-secret"}`+"\n", 20), "lines 1 to 10" + want + "\nhint: jq -c . writes each object on a line of its own"},
	} {
		job, reports, sizes, _ := putJob(kept)
		err := job.lines(t.Context(), strings.NewReader(c.text))
		if err == nil || err.Error() != c.want || len(*reports) > 0 || len(*sizes) > 0 {
			t.Errorf("%s: %v %v", name, err, *reports)
		}
	}
	// If any line is a record, each bad line is reported.
	job, reports, _, _ := putJob(kept)
	if err := job.lines(t.Context(), strings.NewReader(strings.Repeat("bad\n", 9)+goodLine+strings.Repeat("bad\n", 20))); err != nil || job.bad != 29 || len(*reports) != 29 || job.stored != 1 {
		t.Errorf("%v, %d bad, %d reported", err, job.bad, len(*reports))
	}
}

func TestImportReadError(t *testing.T) {
	broken := errors.New("broken")
	job, reports, _, _ := putJob(kept)
	half := io.MultiReader(strings.NewReader(goodLine+goodLine[:40]), readerFunc(func([]byte) (int, error) { return 0, broken }))
	if err := job.lines(t.Context(), half); !errors.Is(err, broken) || !strings.Contains(err.Error(), "stored up to line 1: line 2: read") || job.stored != 1 || len(*reports) > 0 {
		t.Errorf("%d stored, error %v", job.stored, err)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(b []byte) (int, error) { return f(b) }

func TestImportLineLength(t *testing.T) {
	padded := func(length int) string {
		text := strings.TrimSuffix(goodLine, "\n")
		return text + strings.Repeat(" ", length-len(text)-1) + "\n"
	}
	for _, c := range []struct{ length, stored int }{{maxLine, 2}, {maxLine + 1, 1}, {3 * maxLine, 1}} {
		job, _, _, _ := putJob(kept)
		if err := job.lines(t.Context(), strings.NewReader(padded(c.length)+goodLine)); err != nil {
			t.Fatal(err)
		}
		if job.stored != c.stored || job.stored+job.bad != 2 {
			t.Errorf("a line of %d bytes and a good one: %d stored, %d bad", c.length, job.stored, job.bad)
		}
	}
}

// An import that waits for input stops if Redis fails or a signal arrives, and says where.
func TestImportEndsInTheMiddle(t *testing.T) {
	for name, c := range map[string]struct {
		end  func(*redistest.Server, *exec.Cmd, io.Writer)
		want string
	}{
		"Redis gone": {func(s *redistest.Server, _ *exec.Cmd, stdin io.Writer) {
			s.Kill()
			_, _ = io.WriteString(stdin, goodLine)
		}, "session-tokens: stored up to line 1: put: store unavailable"},
		"SIGINT": {func(_ *redistest.Server, cmd *exec.Cmd, _ io.Writer) {
			_ = cmd.Process.Signal(syscall.SIGINT)
		}, "session-tokens: stored up to line 1: interrupted\n"},
		"SIGTERM": {func(_ *redistest.Server, cmd *exec.Cmd, _ io.Writer) {
			_ = cmd.Process.Signal(syscall.SIGTERM)
		}, "session-tokens: stored up to line 1: interrupted\n"},
	} {
		t.Run(name, func(t *testing.T) {
			server := redistest.Start(t)
			ctx, cancel := context.WithTimeout(t.Context(), processLimit)
			defer cancel()
			cmd := exec.CommandContext(ctx, "session-tokens", "import", "--redis-url", server.URL(), "-")
			var stdout, stderr bytes.Buffer
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			stdin, err := cmd.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			if _, err := io.WriteString(stdin, goodLine); err != nil {
				t.Fatal(err)
			}
			client := redis.NewClient(&redis.Options{Addr: server.Addr})
			defer client.Close()
			eventually(t, func() bool { return client.ZCard(ctx, "refresh:{alice}").Val() == 1 })
			c.end(server, cmd, stdin)
			err = cmd.Wait()
			if cmd.ProcessState.ExitCode() != 1 || ctx.Err() != nil {
				t.Errorf("ended with %v", err)
			}
			if !strings.Contains(stderr.String(), c.want) || !strings.Contains(stderr.String(), "hint: go on with --from 2") {
				t.Errorf("stderr: %s", stderr.String())
			}
			if !strings.HasPrefix(stdout.String(), "1 record stored, ") {
				t.Errorf("stdout: %s", stdout.String())
			}
		})
	}
}

// An import waits for a Redis that restarts, and then continues.
func TestImportGoesOnAfterARestart(t *testing.T) {
	server := redistest.Start(t)
	cmd := exec.CommandContext(t.Context(), "session-tokens", "import", "--redis-url", server.URL(), "-")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(stdin, goodLine)
	client := redis.NewClient(&redis.Options{Addr: server.Addr})
	defer client.Close()
	eventually(t, func() bool { return client.ZCard(t.Context(), "refresh:{alice}").Val() == 1 })
	server.Kill()
	_, _ = io.WriteString(stdin, goodLine)
	server.Restart()
	_ = stdin.Close()
	said, _ := io.ReadAll(stdout)
	if err := cmd.Wait(); err != nil || !strings.HasPrefix(string(said), "2 records stored, 0 lines refused") {
		t.Errorf("%v: %s%s", err, said, stderr.String())
	}
}

func TestImportOfAGrowingFile(t *testing.T) {
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("left out: no terminal: %v", err)
	}
	defer terminal.Close()
	if n, err := io.Copy(lenient{progress(terminal, "import", 10)}, strings.NewReader(goodLine)); err != nil || n != int64(len(goodLine)) {
		t.Errorf("%d bytes, %v", n, err)
	}
}

func FuzzImportLine(f *testing.F) {
	const token = "not-a-secret-7f3a91"
	for _, s := range [][2]string{
		{`{"refresh":{"user_id":"alice","expiry":4102444800,"token":"`, `"}}`},
		{`{"refresh":{"user_id":"alice","expiry":1,"token":"`, `"}}` + "\r\n"},
		{`{"refresh":{"user_id":"{","expiry":"`, `","token":"x"}}`},
		{`{"session":{"user_id":"`, `"}}`},
		{`{"session":{}} `, ``}, {`{"`, `":1}`}, {`{"refresh":{"user_id":17,"`, `":1}}`},
		{`{"session":null,"refresh":["`, `"]}`}, {"\xff", "\x00"}, {"", ""},
	} {
		f.Add([]byte(s[0]), []byte(s[1]))
	}
	c, err := contract.Load(gen.Document())
	if err != nil {
		f.Fatal(err)
	}
	schema, err := live.NewSchema(c)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, before, after []byte) {
		puts := 0
		job, reports, _, _ := putJob(func(_ int, r store.Record) store.PutResult {
			if err := errors.Join(store.CheckUserID(r.UserID), schema.Check(r.Kind, r.Text)); err != nil {
				return store.PutResult{Err: err}
			}
			puts++
			return store.PutResult{}
		})
		text := bytes.Join([][]byte{before, []byte(token), after}, nil)
		err := job.lines(t.Context(), bytes.NewReader(text))
		if said := fmt.Sprint(err, *reports); strings.Contains(said, token) {
			t.Errorf("what is said shows the token: %s", said)
		}
		if job.stored != puts || err == nil && job.bad != len(*reports) {
			t.Errorf("%d records put and %d counted, %d bad and %d reported", puts, job.stored, job.bad, len(*reports))
		}
	})
}

// Errors that a retry can't fix are reported once, at once.
func TestImportThatCannotWork(t *testing.T) {
	r := redistest.Start(t)
	plain := redis.NewClient(&redis.Options{Addr: r.Addr})
	defer plain.Close()
	if err := plain.Do(t.Context(), "ACL", "SETUSER", "reader", "on", ">of-the-test", "~*", "+@all", "-eval", "-evalsha").Err(); err != nil {
		t.Fatal(err)
	}
	lines := strings.Repeat(`{"refresh":{"user_id":"u-1","token":"t","expiry":4102444800}}`+"\n", 30)
	for name, c := range map[string]struct{ url, from, want string }{
		"a user who may not write": {"redis://reader:of-the-test@" + r.Addr, "1", "Redis does not allow its user"},
		"a wrong password":         {"redis://reader:wrong@" + r.Addr, "1", "Redis refuses the password"},
		"a line past the end":      {r.URL(), "1000", "--from 1000 is past the end: there are 3"},
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			cmd := exec.CommandContext(t.Context(), "session-tokens", "import", "--from", c.from, "-")
			cmd.Env = append(os.Environ(), "REDIS_URL="+c.url, "GORACE=atexit_sleep_ms=0")
			cmd.Stdin = strings.NewReader(lines)
			said, err := cmd.CombinedOutput()
			if err == nil || strings.Count(string(said), "\n") > 4 || !strings.Contains(string(said), c.want) || time.Since(began) > 5*time.Second {
				t.Errorf("%v after %v: %s", err, time.Since(began), said)
			}
		})
	}
}
