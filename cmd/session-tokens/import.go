package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/quiva-ai/session-tokens/store"
)

type importCmd struct {
	redisSettings
	limitSettings
	File string `arg:"" help:"NDJSON file, or - for standard input. A line: {\"session\": {...}} or {\"refresh\": {...}}."`
}

// maxLine is in bytes: over a thousand times a usual record of 600.
const maxLine = 1 << 20

// Run stores every good line and reports every bad one. It stops early only when Redis does not
// answer; running it again then stores each record once.
func (i *importCmd) Run(ctx context.Context, p *program) (err error) {
	input, size, err := i.input(p)
	if err != nil {
		return err
	}
	defer input.Close()
	b, err := i.open(p, false, &i.limitSettings)
	defer closeBackend(b, &err)
	if err != nil {
		return err
	}
	bar := progress(p.stderr, size)
	job := &importJob{put: b.Put, report: func(line int, reason error) {
		_ = bar.Clear()
		// One line, though the reason may be of more than one error.
		fmt.Fprintf(p.stderr, "session-tokens: line %d: %s\n", line, strings.ReplaceAll(reason.Error(), "\n", ": "))
	}}
	err = job.lines(ctx, io.TeeReader(interruptible(ctx, input), lenient{bar}))
	_ = bar.Clear()
	fmt.Fprintf(p.stdout, "%s stored, %s refused, %d pushed out over --max-records\n", count(job.stored, "record"), count(job.bad, "line"), job.evicted)
	if err != nil {
		return err
	}
	if job.bad > 0 {
		return errShown
	}
	return nil
}

func (i *importCmd) input(p *program) (io.ReadCloser, int64, error) {
	if i.File == "-" {
		return io.NopCloser(p.stdin), -1, nil
	}
	f, err := os.Open(i.File)
	if err != nil {
		return nil, 0, fmt.Errorf("import: %w", err)
	}
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		err = fmt.Errorf("%s is a directory", i.File)
	}
	if err != nil {
		_ = f.Close()
		return nil, 0, fmt.Errorf("import: %w", err)
	}
	size := int64(-1) // not known, as with a pipe; the bar can't do with zero
	if info.Mode().IsRegular() && info.Size() > 0 {
		size = info.Size()
	}
	return f, size, nil
}

// progress is shown on a terminal only.
func progress(w io.Writer, size int64) *progressbar.ProgressBar {
	return progressbar.NewOptions64(size,
		progressbar.OptionSetWriter(w),
		progressbar.OptionSetVisibility(terminal(w)),
		progressbar.OptionSetDescription("import"),
		progressbar.OptionShowBytes(true),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionSetSpinnerChangeInterval(0), // or a pipe's spinner turns in a goroutine, and races with Clear
	)
}

func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// lenient keeps the bar's errors from ending the import: a file may grow while it is read.
type lenient struct{ io.Writer }

func (l lenient) Write(b []byte) (int, error) {
	_, _ = l.Writer.Write(b)
	return len(b), nil
}

// interruptible reads r until ctx ends, even while r waits for more.
func interruptible(ctx context.Context, r io.Reader) io.Reader {
	from, to := io.Pipe()
	context.AfterFunc(ctx, func() { _ = to.CloseWithError(ctx.Err()) })
	go func() {
		_, err := io.Copy(to, r)
		_ = to.CloseWithError(err)
	}()
	return from
}

// importJob reads lines and counts what became of them.
type importJob struct {
	put                  func(ctx context.Context, kind store.Kind, user string, record []byte) (int, error)
	report               func(line int, reason error)
	stored, bad, evicted int
}

func (j *importJob) lines(ctx context.Context, r io.Reader) error {
	lines := bufio.NewReader(r)
	for number := 1; ; number++ {
		line, tooLong, err := readLine(lines)
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("line %d: read: %w\nhint: import the file again, no record is stored twice", number, err)
		}
		if problem := j.line(ctx, line, tooLong); problem != nil {
			if errors.Is(problem, store.ErrUnavailable) || errors.Is(problem, context.Canceled) {
				return fmt.Errorf("line %d and all after it are not stored: %w\nhint: import the file again, no record is stored twice", number, problem)
			}
			j.bad++
			j.report(number, problem)
		}
		if err != nil {
			return nil
		}
	}
}

func (j *importJob) line(ctx context.Context, line []byte, tooLong bool) error {
	if tooLong {
		return fmt.Errorf("longer than %d bytes", maxLine)
	}
	if len(bytes.TrimSpace(line)) == 0 {
		return nil
	}
	kind, record, err := parseLine(line)
	if err != nil {
		return err
	}
	var owner struct {
		UserID string `json:"user_id"`
	}
	if err := json.Unmarshal(record, &owner); err != nil {
		return fmt.Errorf("%s: not a JSON object with a text as user_id and each name once", kind)
	}
	evicted, err := j.put(ctx, kind, owner.UserID, record)
	if err != nil {
		return fmt.Errorf("%s: %w", kind, err)
	}
	j.stored++
	j.evicted += evicted
	return nil
}

func parseLine(line []byte) (store.Kind, []byte, error) {
	var of struct {
		Session jsontext.Value `json:"session"`
		Refresh jsontext.Value `json:"refresh"`
	}
	// The library's own error would show a part of the line, which holds a token.
	if json.Unmarshal(line, &of, json.RejectUnknownMembers(true)) != nil || (of.Session == nil) == (of.Refresh == nil) {
		return "", nil, errors.New(`not one JSON object {"session": {...}} or {"refresh": {...}}`)
	}
	if of.Session != nil {
		return store.Session, of.Session, nil
	}
	return store.Refresh, of.Refresh, nil
}

// readLine returns the next line, without keeping one that is too long. The error comes with the
// last line.
func readLine(r *bufio.Reader) (line []byte, tooLong bool, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if len(line)+len(part) > maxLine {
			tooLong, line = true, nil
		}
		if !tooLong {
			line = append(line, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, tooLong, err
		}
	}
}
