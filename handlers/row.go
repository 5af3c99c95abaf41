package handlers

import (
	"bytes"
	"cmp"
	"math"
	"slices"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers/contract"
)

// row is a member that conforms, and what decides about it.
type row struct {
	text      []byte // as it is sent
	tokenAt   int    // where the token begins in text; it has no escapes
	expiry    float64
	suspended bool

	user    []byte // nil where the contract allows it to be left out, or when it has been compared
	spelled []byte // the token where it can't be told from the text alone
}

func (r *row) token() []byte {
	if r.spelled != nil {
		return r.spelled
	}
	rest := r.text[r.tokenAt:]
	return rest[:bytes.IndexByte(rest, '"')]
}

// is reports whether a token is the row's.
func (r *row) is(token string) bool {
	if r.spelled != nil {
		return string(r.spelled) == token
	}
	rest := r.text[r.tokenAt:]
	return len(rest) > len(token) && rest[len(token)] == '"' && string(rest[:len(token)]) == token
}

// sortRows puts the latest expiry first, ties by token; two records of one token keep the order they
// have. The store's order is by score, which mostly is the expiry, so most lists are in order: it
// reports whether this one was.
func sortRows(rows []row) (sorted bool) {
	for i := 1; i < len(rows); i++ {
		if compareRows(&rows[i-1], &rows[i]) > 0 {
			slices.SortStableFunc(rows, func(a, b row) int { return compareRows(&a, &b) })
			return false
		}
	}
	return true
}

func compareRows(a, b *row) int {
	if c := cmp.Compare(b.expiry, a.expiry); c != 0 {
		return c
	}
	return bytes.Compare(a.token(), b.token())
}

// unfit says why a conforming record is no live record of the user, or nothing.
func (r *row) unfit(user string, now float64) string {
	switch {
	case r.user != nil && string(r.user) != user:
		return reasonUser
	case r.expiry <= now:
		return reasonExpiry
	case len(r.token()) == 0:
		return reasonNoToken
	}
	return ""
}

// A fact is what is remembered of a conforming record or list, in 64 bits. From the lowest: a flag (the
// record is suspended, the list's bearer is accepted), where the record's token begins (15 bits, so in
// the first 32 KiB), and the expiry in milliseconds (48 bits, so up to the year 10889), which of a list
// is the earliest.
const (
	factFlag   = 1
	placeBits  = 15
	expiryBits = 48
)

// packFact reports false if the values don't fit.
func packFact(expiry float64, place int, flag bool) (fact uint64, ok bool) {
	millis := math.Round(expiry * 1000)
	if place >= 1<<placeBits || millis < 0 || millis >= 1<<expiryBits || millis/1000 != expiry {
		return 0, false
	}
	fact = uint64(millis)<<(placeBits+1) | uint64(place)<<1 //nolint:gosec // a place is not negative
	if flag {
		fact |= factFlag
	}
	return fact, true
}

func factExpiry(fact uint64) float64 { return float64(fact>>(placeBits+1)) / 1000 }

// pack reports false if the row can't be told again from a fact and its text.
func (r *row) pack() (fact uint64, ok bool) {
	if r.spelled != nil {
		return 0, false
	}
	return packFact(r.expiry, r.tokenAt, r.suspended)
}

func unpack(fact uint64, text []byte) row {
	return row{
		text: text, expiry: factExpiry(fact),
		tokenAt: int(fact >> 1 & (1<<placeBits - 1)), suspended: fact&factFlag != 0,
	}
}

// suspend returns a session's row with the mark. It reports false if there is none that conforms.
func (r *row) suspend(schema *contract.Record) (marked row, ok bool) {
	var s gen.SessionObject
	if schema.Decode(r.text, &s) != nil {
		return row{}, false
	}
	s.IsSuspended = true
	marked = rowOfSession(s)
	return marked, schema.Check(marked.text) == nil
}
