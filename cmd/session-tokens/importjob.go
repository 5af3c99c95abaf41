package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/quiva-ai/session-tokens/store"
)

const (
	maxLine    = 1 << 20                // bytes: over a thousand times a typical record of 600 bytes
	maxRecords = 100                    // per round trip
	maxBatch   = 1 << 20                // bytes per round trip, unless a single record is larger
	maxTries   = 7                      // then Redis is considered down
	firstPause = 100 * time.Millisecond // doubled for each retry: 6.3 s in all
	wrongAfter = 10                     // lines without any record: this is another kind of file
)

// importJob stores the records of an NDJSON file, in batches, and counts the outcomes.
type importJob struct {
	put    func(ctx context.Context, records []store.Record) []store.PutResult
	pause  func(ctx context.Context, d time.Duration)
	report func(line int, reason error)
	from   int // first line to import

	stored, bad, evicted int
	short                error // ErrReplicas, if too few replicas have some change so far
	read, done           int   // the last line read, and the last line handled
	batch                []numbered
	bytes                int // size of the batch

	seen bool       // some line looked like a record
	held []numbered // bad lines before the first that looked like a record
	json bool       // the first of them begins like JSON
}

// numbered is a line with its record, or the reason why it has none.
type numbered struct {
	line   int
	record store.Record
	reason error
}

// lines handles each line of r. The error says how far it got.
func (j *importJob) lines(ctx context.Context, r io.Reader) error {
	err := j.each(ctx, bufio.NewReaderSize(r, 64<<10))
	if err == nil || errors.Is(err, errWrongFile) {
		return err
	}
	if errors.Is(err, context.Canceled) {
		err = errors.New("interrupted")
	}
	if j.done < j.from {
		return fmt.Errorf("nothing is stored: %w", err)
	}
	return fmt.Errorf("stored up to line %d: %w\nhint: go on with --from %d", j.done, err, j.done+1)
}

func (j *importJob) each(ctx context.Context, lines *bufio.Reader) error {
	for last := false; !last; {
		if !hasLine(lines) { // the next line may take long to arrive
			if err := j.flush(ctx); err != nil {
				return err
			}
		}
		line, tooLong, err := readLine(lines)
		if last = errors.Is(err, io.EOF); err != nil && !last {
			return fmt.Errorf("line %d: read: %w", j.read+1, err)
		}
		j.read++
		if j.read == 1 {
			line = bytes.TrimPrefix(line, []byte(byteOrderMark))
		}
		if j.read < j.from {
			j.done = j.read
			continue
		}
		if err := j.line(ctx, line, tooLong); err != nil {
			return err
		}
	}
	if err := j.flush(ctx); err != nil {
		return err
	}
	if len(j.held) > 1 {
		return j.wrongFile()
	}
	if j.read < j.from {
		return fmt.Errorf("--from %d is past the end: there are %d lines", j.from, j.read)
	}
	j.release()
	return nil
}

// hasLine reports whether the next line can be read without waiting.
func hasLine(lines *bufio.Reader) bool {
	buffered, _ := lines.Peek(lines.Buffered())
	return bytes.IndexByte(buffered, '\n') >= 0
}

// line adds the line's record to the batch. It refuses a bad line only after all lines before it are stored.
func (j *importJob) line(ctx context.Context, line []byte, tooLong bool) error {
	if !tooLong && len(bytes.TrimSpace(line)) == 0 {
		return nil
	}
	record, err := parseLine(line, tooLong)
	if err != nil {
		if err := j.flush(ctx); err != nil {
			return err
		}
		if record.Kind != "" { // it looked like a record
			j.see()
		} else if len(j.held) == 0 {
			first := bytes.TrimSpace(line)
			j.json = len(first) > 0 && (first[0] == '{' || first[0] == '[')
		}
		return j.refuse(numbered{line: j.read, reason: err})
	}
	j.batch = append(j.batch, numbered{line: j.read, record: record})
	j.bytes += len(record.Text)
	if len(j.batch) == maxRecords || j.bytes >= maxBatch {
		return j.flush(ctx)
	}
	return nil
}

// flush stores the batch. If a reply is lost it retries from the first record whose outcome is unknown: storing a
// record twice is safe, changing the order is not. It halves the batch after a failure and doubles it after a
// success, so that an import makes progress even if connections break before a full batch is done.
func (j *importJob) flush(ctx context.Context) error {
	pause, size := firstPause, len(j.batch)
	for try := 1; len(j.batch) > 0; try++ {
		records := make([]store.Record, min(size, len(j.batch)))
		for i := range records {
			records[i] = j.batch[i].record
		}
		known := 0
		for i, result := range j.put(ctx, records) {
			if errors.Is(result.Err, store.ErrReplicas) {
				j.short, result.Err = result.Err, nil
			}
			if errors.Is(result.Err, store.ErrPermission) {
				return result.Err
			}
			if errors.Is(result.Err, store.ErrUnavailable) {
				if try == maxTries || ctx.Err() != nil || !store.Passes(result.Err) {
					return result.Err
				}
				break
			}
			n := j.batch[i]
			if err := j.took(n, result); err != nil {
				return err
			}
			known++
			j.done = n.line
			try, pause = 1, firstPause
		}
		j.batch = j.batch[known:]
		size = 2 * len(records)
		if known < len(records) {
			j.pause(ctx, pause)
			pause, size = pause*2, max(1, len(records)/2)
		}
	}
	j.batch, j.bytes, j.done = nil, 0, j.read
	return nil
}

func (j *importJob) took(n numbered, result store.PutResult) error {
	j.see()
	if result.Err != nil {
		n.reason = fmt.Errorf("%s: %w", n.record.Kind, result.Err)
		return j.refuse(n)
	}
	j.stored++
	j.evicted += len(result.Evicted)
	return nil
}

// refuse reports a line, but holds the report back while no line has looked like a record: then this is most likely
// another kind of file, and one message is enough.
func (j *importJob) refuse(n numbered) error {
	j.bad++
	if j.seen {
		j.report(n.line, n.reason)
		return nil
	}
	if j.held = append(j.held, n); len(j.held) == wrongAfter {
		return j.wrongFile()
	}
	return nil
}

// see notes that a line looked like a record.
func (j *importJob) see() {
	j.seen = true
	j.release()
}

func (j *importJob) release() {
	for _, n := range j.held {
		j.report(n.line, n.reason)
	}
	j.held = nil
}

var errWrongFile = errors.New(`not one record: want NDJSON, each line one object {"session": {...}} or {"refresh": {...}}`)

func (j *importJob) wrongFile() error {
	hint := ""
	if j.json {
		hint = "\nhint: jq -c . writes each object on a line of its own"
	}
	return fmt.Errorf("lines %d to %d: %w%s", j.held[0].line, j.held[len(j.held)-1].line, errWrongFile, hint)
}

func parseLine(line []byte, tooLong bool) (store.Record, error) {
	if tooLong {
		return store.Record{}, fmt.Errorf("longer than %d bytes", maxLine)
	}
	var of struct {
		Session jsontext.Value `json:"session"`
		Refresh jsontext.Value `json:"refresh"`
	}
	// The library's error would quote part of the line, which holds a token.
	if json.Unmarshal(line, &of, json.RejectUnknownMembers(true)) != nil || (of.Session == nil) == (of.Refresh == nil) {
		return store.Record{}, errors.New(`not one JSON object {"session": {...}} or {"refresh": {...}}`)
	}
	r := store.Record{Kind: store.Session, Text: of.Session}
	if of.Session == nil {
		r = store.Record{Kind: store.Refresh, Text: of.Refresh}
	}
	var owner struct {
		UserID string `json:"user_id"`
	}
	if err := json.Unmarshal(r.Text, &owner); err != nil {
		return store.Record{Kind: r.Kind}, fmt.Errorf("%s: not a JSON object with a text as user_id and each name once", r.Kind)
	}
	r.UserID = owner.UserID
	return r, nil
}

// readLine returns the next line, discarding one that is too long. At the end of the input it returns the last line
// together with io.EOF.
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
