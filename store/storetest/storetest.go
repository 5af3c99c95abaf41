// Package storetest defines what a store is: one suite, run in memory and on a real
// Redis. It knows the public layout and the store's methods, not how they do it.
package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// Start is the time at which every test of the suite begins, by the clock of the store under test. Redis has its own
// clock, which no test sets: to Redis, times around Start are far in the future, and times around past are long over.
var (
	Start = time.Unix(4_000_000_000, 250_000_000)
	past  = int(1_000_000_000 - Start.Unix()) // in seconds from Start
)

const user = "user-7"

// bench is one store under test, with a plain client beside it that plays the other program.
type bench struct {
	*store.Redis
	plain redis.UniversalClient
	mu    sync.Mutex
	now   time.Time
}

var suite = map[string]func(*testing.T, *bench){
	"PlainZADDIsListed":            plainZADDIsListed,
	"ExpiredIsNotListed":           expiredIsNotListed,
	"PutReplacesTheSameToken":      putReplacesTheSameToken,
	"PutMakesRoom":                 putMakesRoom,
	"PutKeepsJunkAside":            putKeepsJunkAside,
	"PutRefuses":                   putRefuses,
	"ClockIsThatOfRedis":           clockIsThatOfRedis,
	"PutAll":                       putAll,
	"PutAllDuringScriptFlush":      putAllDuringScriptFlush,
	"PutLeavesNoLifetime":          putLeavesNoLifetime,
	"OddJSON":                      oddJSON,
	"RevokeEndsTheGrant":           revokeEndsTheGrant,
	"RevokeOthers":                 revokeOthers,
	"RevokeAll":                    revokeAll,
	"Suspend":                      suspend,
	"SuspendKeepsAllOtherBytes":    suspendKeepsAllOtherBytes,
	"UserIDs":                      userIDs,
	"WrongType":                    wrongType,
	"APIKeys":                      apiKeys,
	"ConcurrentPuts":               concurrentPuts,
	"ListBounds":                   listBounds,
	"ListSeesOneVersion":           listSeesOneVersion,
	"RevokeDuringSuspendIsRevoked": revokeDuringSuspendIsRevoked,
	"Rotation":                     rotation,
	"RotationOfPlainRecords":       rotationOfPlainRecords,
	"RotationOfSuspended":          rotationOfSuspended,
	"GrantsAreForgotten":           grantsAreForgotten,
	"RevocationOfSpent":            revocationOfSpent,
	"RevocationDespiteOddKeys":     revocationDespiteOddKeys,
	"RegistrationOfSpent":          registrationOfSpent,
	"ReuseWithoutRefresh":          reuseWithoutRefresh,
	"SpentIsBounded":               spentIsBounded,
	"RevokeAllLeavesNothing":       revokeAllLeavesNothing,
	"RegistrationIsOneStep":        registrationIsOneStep,
	"RotationOfHalfEmoji":          rotationOfSuspendedHalfEmoji,
	"GrantEnds":                    grantEnds,
	"OneRotationWins":              oneRotationWins,
	"SuspendUser":                  suspendUser,
	"Events":                       eventsOfTransitions,
	"SweepMovesWhatIsLeft":         sweepMovesWhatIsLeft,
	"LastUsed":                     lastUsed,
}

// Run runs the suite. url returns the URL of an empty Redis, a new one each time it is called.
func Run(t *testing.T, url func(t *testing.T) string) {
	for name, test := range suite {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, newBench(t, url(t)))
		})
	}
}

// RunOn runs the suite on one Redis, which each test empties first.
func RunOn(t *testing.T, url string) {
	for name, test := range suite {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, url)
			redistest.Empty(t, b.plain)
			test(t, b)
		})
	}
}

func newBench(t *testing.T, url string) *bench {
	t.Helper()
	b := &bench{now: Start}
	s, err := store.Open(url, store.Config{
		Now: b.clock, Check: conforms, MaxRecords: 5, MaxListRecords: maxListRecords, MaxListBytes: maxListBytes,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	b.Redis, b.plain = s, redistest.Client(t, url)
	return b
}

// Bounds of a list in this suite.
const maxListRecords, maxListBytes = 20, 1 << 16

var errContract = errors.New("breaks the contract")

// conforms stands in for the contract: a record must name an account.
func conforms(_ store.Kind, text []byte) error {
	if !strings.Contains(string(text), `"account"`) {
		return errContract
	}
	return nil
}

func (b *bench) clock() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.now
}

func (b *bench) wait(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.now = b.now.Add(d)
}

// session returns a record that expires that many seconds after Start, with its own refresh token.
func session(token string, seconds int) string {
	return fmt.Sprintf(`{"token":"%s","refresh_token":"of %s","user_id":"%s","account":"acme","is_suspended":false,"agent":"a \"quoted\" \u00e9","expiry":%d}`,
		token, token, user, Start.Unix()+int64(seconds))
}

func refresh(token string, seconds int) string {
	return fmt.Sprintf(`{"token":"%s","user_id":"%s","account":"acme","expiry":%d}`, token, user, Start.Unix()+int64(seconds))
}

func (b *bench) put(t *testing.T, kind store.Kind, record string) int {
	t.Helper()
	result, err := b.Put(t.Context(), kind, user, []byte(record))
	if err != nil {
		t.Fatalf("put: %v", err)
	}
	return len(result.Evicted)
}

// zadd writes as another program does.
func (b *bench) zadd(t *testing.T, key, member string, seconds int) {
	t.Helper()
	z := redis.Z{Score: float64(Start.Unix() + int64(seconds)), Member: member}
	if err := b.plain.ZAdd(t.Context(), key, z).Err(); err != nil {
		t.Fatal(err)
	}
}

func (b *bench) list(t *testing.T, user string) (sessions, refresh []string, err error) {
	var lists store.Lists
	err = b.List(t.Context(), user, &lists)
	for _, member := range lists.Sessions {
		sessions = append(sessions, string(member))
	}
	for _, member := range lists.Refresh {
		refresh = append(refresh, string(member))
	}
	return sessions, refresh, err
}

// want compares the listed members, in any order.
func (b *bench) want(t *testing.T, sessions, refresh []string) {
	t.Helper()
	gotSessions, gotRefresh, err := b.list(t, user)
	if err != nil {
		t.Fatalf("list: %v", err)
	}
	same := func(kind string, got, want []string) {
		slices.Sort(got)
		want = slices.Sorted(slices.Values(want))
		if !slices.Equal(got, want) {
			t.Errorf("%s\n got %q\nwant %q", kind, got, want)
		}
	}
	same("sessions", gotSessions, sessions)
	same("refresh", gotRefresh, refresh)
}

func wantError(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("got error %v, want %v", err, want)
	}
}

func plainZADDIsListed(t *testing.T, b *bench) {
	b.want(t, nil, nil)
	spaced := strings.ReplaceAll(session("spaced", 60), ",", " , ")
	b.zadd(t, "session:{"+user+"}", spaced, 60)
	b.zadd(t, "session:{"+user+"}", "junk", 60)
	// A score in milliseconds, which would be live for 55,000 years, is not listed.
	milliseconds := redis.Z{Score: float64(Start.UnixMilli() + 60_000), Member: "in milliseconds"}
	if err := b.plain.ZAdd(t.Context(), "session:{"+user+"}", milliseconds).Err(); err != nil {
		t.Fatal(err)
	}
	b.zadd(t, "refresh:{"+user+"}", refresh("r", 60), 60)
	b.zadd(t, "session:{another}", session("foreign", 60), 60)
	b.want(t, []string{spaced, "junk"}, []string{refresh("r", 60)})
}

func expiredIsNotListed(t *testing.T, b *bench) {
	b.zadd(t, "session:{"+user+"}", session("old", -1), -1)
	b.zadd(t, "session:{"+user+"}", session("now", 0), 0)
	b.zadd(t, "session:{"+user+"}", session("soon", 1), 1)
	b.put(t, store.Refresh, refresh("r", 1))
	b.want(t, []string{session("soon", 1)}, []string{refresh("r", 1)})
	b.wait(749 * time.Millisecond) // 1 ms before the second is over
	b.want(t, []string{session("soon", 1)}, []string{refresh("r", 1)})
	b.wait(time.Millisecond) // the expiry itself: no longer later than now
	b.want(t, nil, nil)
	// A writer removes what the readers skip, once Redis agrees that it has expired.
	b.zadd(t, "session:{"+user+"}", session("long ago", past), past)
	b.put(t, store.Session, session("new", 60))
	if n := b.plain.ZCard(t.Context(), "session:{"+user+"}").Val(); n != 4 {
		t.Errorf("%d members kept, want 4", n)
	}
}

func putReplacesTheSameToken(t *testing.T, b *bench) {
	b.put(t, store.Session, session("a", 60))
	b.put(t, store.Session, session("b", 60))
	b.put(t, store.Session, strings.Replace(session("a", 90), "acme", "other", 1))
	b.want(t, []string{strings.Replace(session("a", 90), "acme", "other", 1), session("b", 60)}, nil)
	// White space between tokens is removed; all else is kept.
	b.put(t, store.Session, "\n"+strings.ReplaceAll(session("a", 60), ",", " ,\t"))
	b.want(t, []string{session("a", 60), session("b", 60)}, nil)
}

func putMakesRoom(t *testing.T, b *bench) {
	for i := range 5 {
		if n := b.put(t, store.Session, session(fmt.Sprint("t", i), 60+i)); n != 0 {
			t.Errorf("record %d ended %d to make room", i, n)
		}
	}
	// The new record stays, though its expiry is the earliest of all.
	if n := b.put(t, store.Session, session("new", 30)); n != 1 {
		t.Errorf("evicted %d, want 1", n)
	}
	b.want(t, []string{session("new", 30), session("t1", 61), session("t2", 62), session("t3", 63), session("t4", 64)}, nil)
	// Expired records don't count, nor does the one that is replaced.
	b.zadd(t, "session:{"+user+"}", session("long ago", past), past)
	if n := b.put(t, store.Session, session("t1", 61)); n != 0 {
		t.Errorf("evicted %d, want 0", n)
	}
	// Members that no list shows, as with a score in milliseconds, are evicted before any live record.
	for i := range 3 {
		b.zadd(t, "session:{"+user+"}", fmt.Sprint("in milliseconds ", i), int(Start.UnixMilli()))
	}
	if n := b.put(t, store.Session, session("newer", 10)); n != 1 {
		t.Errorf("evicted %d, want 1", n)
	}
	b.want(t, []string{session("newer", 10), session("t1", 61), session("t2", 62), session("t3", 63), session("t4", 64)}, nil)
}

func putKeepsJunkAside(t *testing.T, b *bench) {
	for _, junk := range []string{"junk", `[1]`, `{"token":5}`, `"s"`, "\xff\xfe", "null"} {
		b.zadd(t, "session:{"+user+"}", junk, 5)
	}
	// Junk counts towards the limit, and is evicted first if its expiry is the earliest.
	if n := b.put(t, store.Session, session("a", 60)); n != 2 {
		t.Errorf("evicted %d, want 2", n)
	}
	if _, err := b.RevokeOthers(t.Context(), user, store.Fingerprint("a")); err != nil {
		t.Error(err)
	}
	b.want(t, []string{session("a", 60)}, nil)
}

func putRefuses(t *testing.T, b *bench) {
	good := session("a", 60)
	for name, record := range map[string]string{
		"nothing":              "",
		"not JSON":             `{"account"`,
		"an array":             `["account"]`,
		"bytes after it":       good + "x",
		"a second object":      good + good,
		"a name twice":         strings.Replace(good, `"token"`, `"token":"x","token"`, 1),
		"not UTF-8":            strings.Replace(good, "quoted", "\xff", 1),
		"half an emoji, token": strings.Replace(good, `"token":"a"`, `"token":"a\ud83d"`, 1),
		"half an emoji, user":  strings.Replace(good, user, user+`\udc00`, 1),
		"no token":             strings.Replace(good, `"token":"a",`, "", 1),
		"an empty token":       strings.Replace(good, `"token":"a"`, `"token":""`, 1),
		"no user_id":           strings.Replace(good, `"user_id"`, `"User_ID"`, 1),
		"another user's":       strings.Replace(good, user, "user-8", 1),
		"no expiry":            strings.Replace(good, `"expiry"`, `"Expiry"`, 1),
		"expiry that has come": session("a", 0),
		"expiry of zero":       strings.Replace(good, fmt.Sprint(Start.Unix()+60), "0", 1),
		"a negative expiry":    strings.Replace(good, fmt.Sprint(Start.Unix()+60), "-1", 1),
		"expiry too large":     strings.Replace(good, fmt.Sprint(Start.Unix()+60), "1e400", 1),
		"milliseconds":         strings.Replace(good, fmt.Sprint(Start.Unix()+60), fmt.Sprint(Start.UnixMilli()), 1),
	} {
		_, err := b.Put(t.Context(), store.Session, user, []byte(record))
		if !errors.Is(err, store.ErrRecord) {
			t.Errorf("%s: got error %v, want ErrRecord", name, err)
		} else if strings.Contains(err.Error(), "of a") {
			t.Errorf("%s: the error shows a token: %v", name, err)
		}
	}
	_, err := b.Put(t.Context(), store.Session, user, []byte(strings.Replace(good, `"account"`, `"accounts"`, 1)))
	wantError(t, err, store.ErrRecord)
	wantError(t, err, errContract)
	b.want(t, nil, nil)
}
