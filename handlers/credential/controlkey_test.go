package credential_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/store"
)

type fakeControlKeys map[string]store.APIKey

func (f fakeControlKeys) ControlKey(_ context.Context, id string) (store.APIKey, error) {
	k, ok := f[id]
	if !ok {
		return store.APIKey{}, store.ErrNotFound
	}
	return k, nil
}

// A control key holds for the name and the scopes with which it was made, whatever somebody writes to Redis instead.
func TestControlKey(t *testing.T) {
	peppers := must(credential.ParsePeppers(pepperText("v1")))
	key, record, err := credential.NewControlKey(peppers, new(counter), at, time.Hour, "login", []string{"read"})
	if err != nil || record.Class != store.ControlKey || !strings.HasPrefix(key, "stc_") {
		t.Fatalf("%+v, %v", record, err)
	}
	verify := func(record store.APIKey, key string) (credential.Control, error) {
		return credential.NewControlVerifier(fakeControlKeys{record.ID: record}, peppers, clock).Verify(t.Context(), key)
	}
	if c, err := verify(record, key); err != nil || c.Name != "login" || !slices.Equal(c.Scopes, []string{"read"}) {
		t.Errorf("%+v, %v", c, err)
	}
	for name, change := range map[string]func(*store.APIKey){
		"more scopes":  func(k *store.APIKey) { k.Scopes = "read,write" },
		"another name": func(k *store.APIKey) { k.Name = "other" },
		"a longer one": func(k *store.APIKey) { k.Expires = k.Expires.Add(time.Hour) },
		"an API key":   func(k *store.APIKey) { k.Class, k.UserID = store.UserKey, "login" },
	} {
		changed := record
		change(&changed)
		if c, err := verify(changed, key); !errors.Is(err, credential.ErrKeyRefused) || c.Name != "" {
			t.Errorf("%s: %+v, %v", name, c, err)
		}
	}
	// Neither kind of key is accepted as the other.
	userKey, userRecord := newKey(t, peppers, new(counter))
	if _, err := verify(userRecord, userKey); !errors.Is(err, credential.ErrKeyRefused) {
		t.Errorf("an API key: %v", err)
	}
	keys := &fakeKeys{records: map[string]store.APIKey{record.ID: record}}
	if _, err := credential.NewKeyVerifier(keys, peppers, clock).Verify(t.Context(), key); !errors.Is(err, credential.ErrKeyRefused) {
		t.Errorf("a control key: %v", err)
	}
}

// A revoked key is refused a second later.
func TestControlKeyRevoked(t *testing.T) {
	peppers := must(credential.ParsePeppers(pepperText("v1")))
	key, record, err := credential.NewControlKey(peppers, new(counter), at, time.Hour, "login", []string{"read"})
	if err != nil {
		t.Fatal(err)
	}
	keys, now := fakeControlKeys{record.ID: record}, at
	v := credential.NewControlVerifier(keys, peppers, func() time.Time { return now })
	for _, step := range []struct {
		after   time.Duration
		revoked bool
		refused bool
	}{{0, false, false}, {999 * time.Millisecond, true, false}, {time.Second, true, true}} {
		if step.revoked {
			delete(keys, record.ID)
		}
		now = at.Add(step.after)
		if _, err := v.Verify(t.Context(), key); errors.Is(err, credential.ErrKeyRefused) != step.refused {
			t.Errorf("after %v: %v", step.after, err)
		}
	}
}

func TestControlKeyProblems(t *testing.T) {
	peppers := must(credential.ParsePeppers(pepperText("v1")))
	for name, c := range map[string]struct {
		peppers  *credential.Peppers
		lifetime time.Duration
		name     string
		scopes   []string
	}{
		"no peppers":    {nil, time.Hour, "login", []string{"read"}},
		"no lifetime":   {peppers, 0, "login", []string{"read"}},
		"no name":       {peppers, time.Hour, "", []string{"read"}},
		"an odd name":   {peppers, time.Hour, "log in", []string{"read"}},
		"a long name":   {peppers, time.Hour, strings.Repeat("n", 65), []string{"read"}},
		"no scope":      {peppers, time.Hour, "login", nil},
		"an odd scope":  {peppers, time.Hour, "login", []string{"admin"}},
		"a scope twice": {peppers, time.Hour, "login", []string{"read", "read"}},
	} {
		if key, _, err := credential.NewControlKey(c.peppers, new(counter), at, c.lifetime, c.name, c.scopes); err == nil || key != "" {
			t.Errorf("%s: made a key", name)
		}
	}
}
