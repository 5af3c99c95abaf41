package live

import (
	"github.com/quiva-ai/session-tokens/store"
)

// Verdict is what a list does with a member: why it would be left out, or when its record expires.
type Verdict struct {
	Reason, Rule string  // as in [LeftOut]; empty for a live record
	Expiry       float64 // of a live record, and of one that is left out only because it has expired
}

// Expired reports whether the member is left out only because its expiry has passed.
func (v Verdict) Expired() bool { return v.Reason == expired.reason && v.Rule == expired.rule }

// Judge says what a list of the user would do with members, whose scores are live, at the time now in Unix seconds.
func (r *Records) Judge(kind store.Kind, user string, members [][]byte, now float64) []Verdict {
	l := r.pool.Get().(*List)
	defer l.Release()
	reader, series := r.schema.session, l.sessionSeries
	if kind == store.Refresh {
		reader, series = r.schema.refresh, l.refreshSeries
	}
	series.Reset() // its last text is in memory that may have been reused
	verdicts := make([]Verdict, len(members))
	for i, member := range members {
		var record Record
		v := l.read(reader, series, member, user, now, &record)
		if v == expired {
			record.expiry = 0
			l.read(reader, series, member, user, 0, &record) // at which nothing has expired
		}
		verdicts[i] = Verdict{v.reason, v.rule, record.expiry}
	}
	return verdicts
}
