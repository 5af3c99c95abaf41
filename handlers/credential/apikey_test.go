package credential_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/store"
)

// fakeKeys counts its look-ups.
type fakeKeys struct {
	records map[string]store.APIKey
	err     error
	asked   int
}

func (f *fakeKeys) APIKey(_ context.Context, id string) (store.APIKey, error) {
	f.asked++
	if f.err != nil {
		return store.APIKey{}, f.err
	}
	record, ok := f.records[id]
	if !ok {
		return store.APIKey{}, fmt.Errorf("find: %w", store.ErrNotFound)
	}
	return record, nil
}

func pepperText(version string) string { return version + ":" + b64(randomBytes(32)) }

// counter is a deterministic random source, so that its keys are known.
type counter byte

func (c *counter) Read(p []byte) (int, error) {
	for i := range p {
		*c++
		p[i] = byte(*c)
	}
	return len(p), nil
}

func newKey(t testing.TB, peppers *credential.Peppers, random io.Reader) (string, store.APIKey) {
	t.Helper()
	key, record, err := credential.NewKey(peppers, random, at, time.Hour, "user-1", "account-1", "laptop")
	if err != nil {
		t.Fatal(err)
	}
	return key, record
}

// resum replaces the check digits of a changed key by those that the pepper makes for it.
func resum(pepper, key string) string {
	_, secret, _ := strings.Cut(pepper, ":")
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("check digits of " + key[:54]))
	return key[:54] + strings.ToLower(base32.StdEncoding.EncodeToString(mac.Sum(nil)))[:8]
}

func TestNewKey(t *testing.T) {
	text := pepperText("v2")
	peppers := must(credential.ParsePeppers(text + "\n" + pepperText("v1")))
	key, record := newKey(t, peppers, new(counter))
	if len(key) != 62 || key != resum(text, key) || key[:21] != "stk_"+record.ID+"_" || len(record.ID) != 16 {
		t.Error("the key is not of the documented form")
	}
	secret := key[21:53]
	if strings.Contains(fmt.Sprintf("%#v", record), secret) {
		t.Error("the record has the secret")
	}
	if record.LastFour != key[58:] {
		t.Errorf("last four %q", record.LastFour)
	}
	hash := record.Hash
	record.Hash, record.ID, record.LastFour = "", "", ""
	want := store.APIKey{UserID: "user-1", Account: "account-1", Name: "laptop", Pepper: "v2", Created: at, Expires: at.Add(time.Hour)}
	if record != want || len(hash) != 64 || strings.Trim(hash, "0123456789abcdef") != "" {
		t.Errorf("record %+v", record)
	}
}

func TestNewKeyProblems(t *testing.T) {
	peppers := must(credential.ParsePeppers(pepperText("v1")))
	for name, c := range map[string]struct {
		peppers  *credential.Peppers
		random   io.Reader
		lifetime time.Duration
		user     string
		err      error
	}{
		"no peppers":        {nil, new(counter), time.Hour, "user-1", nil},
		"no lifetime":       {peppers, new(counter), 0, "user-1", nil},
		"negative lifetime": {peppers, new(counter), -time.Hour, "user-1", nil},
		"bad user":          {peppers, new(counter), time.Hour, "{", store.ErrUserID},
		"no user":           {peppers, new(counter), time.Hour, "", store.ErrUserID},
		"little randomness": {peppers, bytes.NewReader(make([]byte, 29)), time.Hour, "user-1", io.ErrUnexpectedEOF},
	} {
		t.Run(name, func(t *testing.T) {
			key, record, err := credential.NewKey(c.peppers, c.random, at, c.lifetime, c.user, "", "")
			if err == nil || key != "" || record != (store.APIKey{}) || c.err != nil && !errors.Is(err, c.err) {
				t.Errorf("made a key, or another error: %v", err)
			}
		})
	}
}

// Every key whose check digits hold, and no other, costs one look-up, and all get the same error. Only the operator
// learns what is wrong with it.
func TestKeyRefusalsLookAlike(t *testing.T) {
	text := pepperText("v1")
	peppers := must(credential.ParsePeppers(text))
	key, good := newKey(t, peppers, new(counter))
	wrong := resum(text, key[:52]+map[bool]string{true: "a", false: "b"}[key[52] == 'b']+key[53:])
	for name, c := range map[string]struct {
		key    string
		change func(*store.APIKey)
		why    string
	}{
		"unknown or revoked": {key, nil, "API key unknown or revoked"},
		"wrong secret":       {wrong, func(*store.APIKey) {}, "wrong API key"},
		"unknown pepper":     {key, func(r *store.APIKey) { r.Pepper = "v9" }, "API key of an unknown pepper"},
		"no pepper":          {key, func(r *store.APIKey) { r.Pepper = "" }, "API key of an unknown pepper"},
		"for ever":           {key, func(r *store.APIKey) { r.Expires = time.Time{} }, "wrong API key"},
		"for longer":         {key, func(r *store.APIKey) { r.Expires = r.Expires.Add(time.Second) }, "wrong API key"},
		"no hash":            {key, func(r *store.APIKey) { r.Hash = "" }, "API key of an unknown pepper"},
		"short hash":         {key, func(r *store.APIKey) { r.Hash = r.Hash[:62] }, "API key of an unknown pepper"},
		"upper-case hash":    {key, func(r *store.APIKey) { r.Hash = strings.ToUpper(r.Hash) }, "wrong API key"},
		"placeholder hash":   {key, func(r *store.APIKey) { r.Hash = strings.Repeat("-", 64) }, "wrong API key"},
		"no user":            {key, func(r *store.APIKey) { r.UserID = "" }, "wrong API key"},
		"another user":       {key, func(r *store.APIKey) { r.UserID = "user-2" }, "wrong API key"},
	} {
		t.Run(name, func(t *testing.T) {
			keys := &fakeKeys{records: map[string]store.APIKey{}}
			if c.change != nil {
				record := good
				c.change(&record)
				keys.records[good.ID] = record
			}
			p, err := credential.NewKeyVerifier(keys, peppers, clock).Verify(t.Context(), c.key)
			if !errors.Is(err, credential.ErrKeyRefused) || p != (credential.Principal{}) || credential.Reason(err) != c.why {
				t.Errorf("%v", err)
			}
			if keys.asked != 1 {
				t.Errorf("asked %d times", keys.asked)
			}
		})
	}
}

// A key holds until its expiry, exclusive.
func TestKeyExpires(t *testing.T) {
	peppers := must(credential.ParsePeppers(pepperText("v1")))
	key, record := newKey(t, peppers, new(counter))
	keys := &fakeKeys{records: map[string]store.APIKey{record.ID: record}}
	for since, want := range map[time.Duration]string{-time.Nanosecond: "", 0: "API key expired", time.Hour: "API key expired"} {
		now := func() time.Time { return record.Expires.Add(since) }
		_, err := credential.NewKeyVerifier(keys, peppers, now).Verify(t.Context(), key)
		if (err == nil) != (want == "") || err != nil && credential.Reason(err) != want {
			t.Errorf("%v after its expiry: %v", since, err)
		}
	}
}

func TestKeyAccepted(t *testing.T) {
	first, second := pepperText("v1"), pepperText("v2")
	old := must(credential.ParsePeppers(first))
	key, record := newKey(t, old, new(counter))
	keys := &fakeKeys{records: map[string]store.APIKey{record.ID: record}}
	// Rotation: a new pepper comes first, and the old one still verifies; without it, its keys no longer hold.
	for peppers, want := range map[string]bool{first: true, second + " " + first: true, second: false, "v1" + second[2:]: false} {
		p, err := credential.NewKeyVerifier(keys, must(credential.ParsePeppers(peppers)), clock).Verify(t.Context(), key)
		if want && (err != nil || p != (credential.Principal{User: "user-1"})) || !want && !errors.Is(err, credential.ErrKeyRefused) {
			t.Errorf("want %v: %v", want, err)
		}
	}
}

// A record that is copied to another key's ID does not make that key hold.
func TestKeyHashIsBoundToItsID(t *testing.T) {
	text := pepperText("v1")
	peppers := must(credential.ParsePeppers(text))
	key, record := newKey(t, peppers, new(counter))
	other := strings.Repeat("a", 16)
	keys := &fakeKeys{records: map[string]store.APIKey{other: record}}
	_, err := credential.NewKeyVerifier(keys, peppers, clock).Verify(t.Context(), resum(text, "stk_"+other+key[20:]))
	if !errors.Is(err, credential.ErrKeyRefused) || keys.asked != 1 {
		t.Errorf("%v, asked %d times", err, keys.asked)
	}
}

// A malformed key is refused without a look-up, and so is one that was made up without the pepper.
func TestKeyMalformed(t *testing.T) {
	text := pepperText("v2")
	peppers := must(credential.ParsePeppers(text + " " + pepperText("v1")))
	key, record := newKey(t, peppers, new(counter))
	keys := &fakeKeys{records: map[string]store.APIKey{record.ID: record}}
	verifier := credential.NewKeyVerifier(keys, peppers, clock)
	const malformed, made = "malformed API key", "wrong check digits"
	sum := func(key string) string { return resum(text, key) }
	for name, c := range map[string]struct{ value, why string }{
		"empty": {"", malformed}, "short": {key[:61], malformed}, "long": {key + "a", malformed}, "space": {key + " ", malformed},
		"prefix": {sum("sta_" + key[4:]), malformed}, "upper case": {strings.ToUpper(key), malformed},
		"upper-case ID": {sum("stk_" + strings.ToUpper(key[4:20]) + key[20:]), malformed}, "letter 0": {sum(key[:30] + "0" + key[31:]), malformed},
		"letter 1 in ID": {sum(key[:5] + "1" + key[6:]), malformed}, "moved separator": {sum(key[:19] + "_" + key[19:20] + key[21:]), malformed},
		"no last separator": {sum(key[:53] + "a" + key[54:]), malformed}, "three separators": {sum(key[:30] + "_" + key[31:]), malformed},
		"NUL": {sum(key[:30] + "\x00" + key[31:]), malformed}, "not ASCII": {sum(key[:30] + "é" + key[32:]), malformed},
		"digit 0":         {key[:61] + "0", malformed},
		"digit":           {key[:61] + map[bool]string{true: "a", false: "b"}[key[61] == 'b'], made},
		"CRC":             {key[:54] + fmt.Sprintf("%08x", crc32.ChecksumIEEE([]byte(key[:54]))), ""},
		"mistyped secret": {key[:30] + map[bool]string{true: "a", false: "b"}[key[30] == 'b'] + key[31:], made},
		"another pepper":  {resum(pepperText("v2"), key), made},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := verifier.Verify(t.Context(), c.value)
			if why := credential.Reason(err); !errors.Is(err, credential.ErrKeyRefused) || c.why != "" && why != c.why {
				t.Errorf("%v", err)
			}
		})
	}
	if keys.asked != 0 {
		t.Errorf("asked %d times", keys.asked)
	}
	if _, err := credential.NewKeyVerifier(keys, nil, clock).Verify(t.Context(), key); credential.Reason(err) != "no pepper for API keys is set" || keys.asked != 0 {
		t.Errorf("without peppers: %v, asked %d times", err, keys.asked)
	}
}

// A store that is down says nothing about the key.
func TestKeyStoreFailure(t *testing.T) {
	peppers := must(credential.ParsePeppers(pepperText("v1")))
	key, _ := newKey(t, peppers, new(counter))
	for _, failure := range []error{store.ErrUnavailable, store.ErrLayout, context.DeadlineExceeded} {
		keys := &fakeKeys{err: fmt.Errorf("find: %w", failure)}
		p, err := credential.NewKeyVerifier(keys, peppers, clock).Verify(t.Context(), key)
		if !errors.Is(err, failure) || errors.Is(err, credential.ErrKeyRefused) || p != (credential.Principal{}) {
			t.Errorf("%v: %v", failure, err)
		}
		noLeak(t, err, key)
	}
}

func TestParsePeppersProblems(t *testing.T) {
	long := b64(randomBytes(32))
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"empty":         {" \n", []string{"no peppers"}},
		"no separator":  {long, []string{"pepper 1: not of the form"}},
		"no version":    {":" + long, []string{"pepper 1: the version must"}},
		"long version":  {strings.Repeat("v", 17) + ":" + long, []string{"pepper 1: the version must"}},
		"bad version":   {"v.1:" + long, []string{"pepper 1: the version must"}},
		"twice":         {"v1:" + long + " v2:" + long + " v1:" + long, []string{"pepper 3: the version is there twice"}},
		"short":         {"v1:" + long[:31], []string{"pepper 1: the secret is shorter"}},
		"comma":         {"v1:" + long + ",v2:" + long, []string{"pepper 1: it ends with a comma or semicolon, or has another VERSION: after one: separate peppers by a space"}},
		"semicolon":     {"v1:" + long + ";v2:" + long, []string{"pepper 1: it ends with a comma"}},
		"comma, space":  {"v1:" + long + ", v2:" + long, []string{"pepper 1: it ends with a comma"}},
		"space, comma":  {"v1:" + long + " ,v2:" + long, []string{"pepper 2: the version must"}},
		"all at once":   {long + " v.1:" + long[:31], []string{"pepper 1", "pepper 2: the version", "pepper 2: the secret"}},
		"secret leaked": {long + ":v1", []string{"pepper 1: the version must", "pepper 1: the secret"}},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := credential.ParsePeppers(c.text)
			if p != nil || err == nil {
				t.Fatal("accepted")
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("want %q: %v", want, err)
				}
			}
			noLeak(t, err, long)
		})
	}
	p, err := credential.ParsePeppers("A-z_0123456789ab:" + long + ":with:colons,and;commas\tv2:" + long)
	if err != nil || strings.Join(p.Versions(), " ") != "A-z_0123456789ab v2" {
		t.Error(err)
	}
}
