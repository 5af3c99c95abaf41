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
	maxLine    = 1 << 20                // bytes: over a thousand times a usual record of 600
	maxRecords = 100                    // in one round trip
	maxBatch   = 1 << 20                // bytes in one round trip, or a single record
	maxTries   = 7                      // after which Redis is taken to be down
	firstPause = 100 * time.Millisecond // doubled for each try: 6.3 s in all
	wrongAfter = 10                     // lines of which none is a record: it is another kind of file
)

// importJob puts the records of lines, many in one round trip, and counts what became of them.
type importJob struct {
	put    func(ctx context.Context, records []store.Record) []store.PutResult
	pause  func(ctx context.Context, d time.Duration)
	report func(line int, reason error)
	from   int // the first line to look at

	stored, bad, evicted int
	short                error // what was stored is not yet on as many replicas as it should be
	read, done           int   // the last line that was read, and that is dealt with
	batch                []numbered
	bytes                int // of the batch

	seen bool       // a line that looks like a record
	held []numbered // lines that don't, before there was one that does
	json bool       // the first of them begins as JSON does
}

// numbered is a line: its record, or why it has none.
type numbered struct {
	line   int
	record store.Record
	reason error
}

// lines deals with each line of r. The error says how far it got.
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
		if !hasLine(lines) { // the next may be long in coming
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

// line adds the line's record to the batch, or refuses it when all before it are stored.
func (j *importJob) line(ctx context.Context, line []byte, tooLong bool) error {
	if !tooLong && len(bytes.TrimSpace(line)) == 0 {
		return nil
	}
	record, err := parseLine(line, tooLong)
	if err != nil {
		if err := j.flush(ctx); err != nil {
			return err
		}
		if record.Kind != "" { // as much was understood
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

// flush puts the batch. Where the answer is lost it tries again, from the first record on of which it is
// not known whether it is kept: to put a record twice is safe, to change the order is not. It then puts half as many
// at a time, and twice as many when that went well, or nothing is ever stored where connections don't live for as long
// as a batch takes.
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

// refuse reports a line, unless no line so far looked like a record: then the file is most likely another
// kind of file, and one message is enough.
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
	// The library's own error would show a part of the line, which holds a token.
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
