package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/quiva-ai/session-tokens/store"
)

type importCmd struct {
	File string `arg:"" help:"NDJSON file, or - for standard input. A line: {\"session\": {...}} or {\"refresh\": {...}}."`
	From int    `default:"1" placeholder:"LINE" help:"Line to begin with: an import that ended early says where to go on."`

	redisSettings
	limitSettings
	changeSettings
}

// Help warns that repeating an import is not as harmless as it looks.
func (*importCmd) Help() string {
	return "No record is stored twice. But importing a file again brings back what was revoked meanwhile, and ends a suspension."
}

// Run stores every good line and reports every bad one. It stops early only on a signal, if Redis does not respond
// for several seconds, or if the file is not NDJSON of records.
func (i *importCmd) Run(ctx context.Context, p *program) (err error) {
	if i.From < 1 {
		return fmt.Errorf("--from must be a line's number, from 1 up, not %d", i.From)
	}
	input, size, err := i.input(p)
	if err != nil {
		return err
	}
	defer input.Close()
	b, err := i.open(p, false, &i.limitSettings, &i.changeSettings)
	defer closeBackend(b, &err)
	if err != nil {
		return err
	}
	bar := progress(p.stderr, "import", size, progressbar.OptionShowBytes(true))
	wait := func(ctx context.Context, d time.Duration) {
		if d > 2*firstPause { // more than one lost reply
			_ = bar.Clear()
			fmt.Fprintln(p.stderr, "session-tokens: Redis does not answer: trying again")
		}
		pause(ctx, d)
	}
	job := &importJob{put: b.PutAll, pause: wait, from: i.From, report: func(line int, reason error) {
		_ = bar.Clear()
		// Print one line, even if the reason joins several errors.
		fmt.Fprintf(p.stderr, "session-tokens: line %d: %s\n", line, strings.ReplaceAll(reason.Error(), "\n", ": "))
	}}
	err = job.lines(store.As(ctx, commandLine), io.TeeReader(interruptible(ctx, input), lenient{bar}))
	_ = bar.Clear()
	fmt.Fprintf(p.stdout, "%s stored, %s refused, %d ended to make room\n", count(job.stored, "record"), count(job.bad, "line"), job.evicted)
	if err != nil {
		return err
	}
	if job.bad > 0 {
		return errShown
	}
	return job.short
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
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
	size := int64(-1) // unknown, as for a pipe; the bar can't handle zero
	if info.Mode().IsRegular() && info.Size() > 0 {
		size = info.Size()
	}
	return f, size, nil
}

// progress returns a progress bar that is visible only on a terminal.
func progress(w io.Writer, what string, size int64, more ...progressbar.Option) *progressbar.ProgressBar {
	return progressbar.NewOptions64(size, append(more,
		progressbar.OptionSetWriter(w),
		progressbar.OptionSetVisibility(terminal(w)),
		progressbar.OptionSetDescription(what),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionSetSpinnerChangeInterval(0), // otherwise a goroutine spins it for a pipe, and races with Clear
	)...)
}

func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// lenient ignores the bar's errors, which must not stop the import: a file may grow while it is read.
type lenient struct{ io.Writer }

func (l lenient) Write(b []byte) (int, error) {
	_, _ = l.Writer.Write(b)
	return len(b), nil
}

// interruptible returns a reader of r that fails once ctx is done, even during a blocked read.
func interruptible(ctx context.Context, r io.Reader) io.Reader {
	from, to := io.Pipe()
	context.AfterFunc(ctx, func() { _ = to.CloseWithError(ctx.Err()) })
	go func() {
		_, err := io.Copy(to, r)
		_ = to.CloseWithError(err)
	}()
	return from
}
