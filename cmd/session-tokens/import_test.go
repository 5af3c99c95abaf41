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

	"github.com/redis/go-redis/v9"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/handlers/live"
	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

const goodLine = `{"refresh":{"user_id":"alice","token":"not-a-secret-token","expiry":4102444800}}` + "\n"

func TestImportStopsWhereTheStoreDoes(t *testing.T) {
	calls, reports := 0, 0
	job := &importJob{
		put: func(context.Context, store.Kind, string, []byte) (int, error) {
			if calls++; calls == 3 {
				return 0, fmt.Errorf("put: %w", store.ErrUnavailable)
			}
			return 1, nil
		},
		report: func(int, error) { reports++ },
	}
	err := job.lines(t.Context(), strings.NewReader(goodLine+"bad\n"+goodLine+goodLine+goodLine))
	if !errors.Is(err, store.ErrUnavailable) {
		t.Fatal(err)
	}
	for _, want := range []string{"line 4 and all after it are not stored", "hint: import the file again"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q lacks %q", err, want)
		}
	}
	if calls != 3 || job.stored != 2 || job.evicted != 2 || job.bad != 1 || reports != 1 {
		t.Errorf("after %d puts and %d reports: %d stored, %d pushed out, %d bad", calls, reports, job.stored, job.evicted, job.bad)
	}
}

func TestImportReadError(t *testing.T) {
	broken := errors.New("broken")
	job := &importJob{
		put:    func(context.Context, store.Kind, string, []byte) (int, error) { return 0, nil },
		report: func(line int, reason error) { t.Errorf("line %d: %v", line, reason) },
	}
	half := io.MultiReader(strings.NewReader(goodLine+goodLine[:40]), readerFunc(func([]byte) (int, error) { return 0, broken }))
	if err := job.lines(t.Context(), half); !errors.Is(err, broken) || !strings.Contains(err.Error(), "line 2: read") || job.stored != 1 {
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
		job := &importJob{
			put:    func(context.Context, store.Kind, string, []byte) (int, error) { return 0, nil },
			report: func(int, error) {},
		}
		if err := job.lines(t.Context(), strings.NewReader(padded(c.length)+goodLine)); err != nil {
			t.Fatal(err)
		}
		if job.stored != c.stored || job.stored+job.bad != 2 {
			t.Errorf("a line of %d bytes and a good one: %d stored, %d bad", c.length, job.stored, job.bad)
		}
	}
}

// An import that waits for more input ends when Redis goes or a signal comes, and says where.
func TestImportEndsInTheMiddle(t *testing.T) {
	for name, c := range map[string]struct {
		end  func(*redistest.Server, *exec.Cmd, io.Writer)
		want string
	}{
		"Redis gone": {func(s *redistest.Server, _ *exec.Cmd, stdin io.Writer) {
			s.Kill()
			_, _ = io.WriteString(stdin, goodLine)
		}, "session-tokens: line 2 and all after it are not stored: "},
		"SIGINT": {func(_ *redistest.Server, cmd *exec.Cmd, _ io.Writer) {
			_ = cmd.Process.Signal(syscall.SIGINT)
		}, "session-tokens: line 2: read: "},
		"SIGTERM": {func(_ *redistest.Server, cmd *exec.Cmd, _ io.Writer) {
			_ = cmd.Process.Signal(syscall.SIGTERM)
		}, "session-tokens: line 2: read: "},
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
			if !strings.Contains(stderr.String(), c.want) || !strings.Contains(stderr.String(), "hint: import the file again") {
				t.Errorf("stderr: %s", stderr.String())
			}
			if !strings.HasPrefix(stdout.String(), "1 record stored, ") {
				t.Errorf("stdout: %s", stdout.String())
			}
		})
	}
}

func TestImportOfAGrowingFile(t *testing.T) {
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("left out: no terminal: %v", err)
	}
	defer terminal.Close()
	if n, err := io.Copy(lenient{progress(terminal, 10)}, strings.NewReader(goodLine)); err != nil || n != int64(len(goodLine)) {
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
		job := &importJob{put: func(_ context.Context, kind store.Kind, user string, record []byte) (int, error) {
			if err := errors.Join(store.CheckUserID(user), schema.Check(kind, record)); err != nil {
				return 0, err
			}
			puts++
			return 0, nil
		}}
		line := bytes.Join([][]byte{before, []byte(token), after}, nil)
		err := job.line(t.Context(), line, false)
		switch {
		case err != nil && strings.Contains(err.Error(), token):
			t.Errorf("the reason shows the token: %v", err)
		case err != nil && (puts != 0 || job.stored != 0):
			t.Errorf("refused and stored: %v", err)
		case err == nil && (puts != 1 || job.stored != 1):
			t.Errorf("accepted, with %d records put and %d counted", puts, job.stored)
		}
	})
}
