package credential

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"
)

// Peppers are the secrets with which API keys are hashed, by version. They are kept apart from the store: somebody
// who can read all of Redis can neither use a key nor make one.
type Peppers struct {
	all []pepper // never empty; the first is for new keys
}

type pepper struct {
	version string
	secret  []byte
}

// Format hides the secrets, whatever the verb.
func (Peppers) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "peppers") }

// ParsePeppers parses one or more VERSION:SECRET, separated by white space. The first is used for new keys; all of
// them verify. It reports all problems at once, by position, since the text itself may be a secret.
func ParsePeppers(text string) (*Peppers, error) {
	var problems []error
	problem := func(i int, what string) {
		problems = append(problems, fmt.Errorf("pepper %d: %s", i+1, what))
	}
	p := &Peppers{}
	for i, word := range strings.Fields(text) {
		version, secret, ok := strings.Cut(word, ":")
		switch {
		case !ok:
			problem(i, "not of the form VERSION:SECRET")
			continue
		case !isVersion(version):
			problem(i, "the version must have 1 to 16 of the characters A-Z a-z 0-9 _ -")
		case p.find(version) != nil:
			problem(i, "the version is there twice: give each its own")
		}
		if severalPeppers.MatchString(secret) {
			problem(i, "it ends with a comma or semicolon, or has another VERSION: after one: separate peppers by a space or a line end")
		}
		if len(secret) < minSecret {
			problem(i, "the secret is shorter than 32 bytes: use 32 random bytes or more")
		}
		p.all = append(p.all, pepper{version, []byte(secret)})
	}
	if len(p.all) == 0 && len(problems) == 0 {
		problems = append(problems, errors.New("no peppers: give one or more VERSION:SECRET"))
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	return p, nil
}

// severalPeppers matches a list with the wrong separator. Taken for one secret, it would be a new pepper, with which
// no existing key would hold.
var severalPeppers = regexp.MustCompile(`[,;]($|[A-Za-z0-9_-]{1,16}:)`)

// Versions returns the versions of the peppers, in order: the first is for new keys.
func (p *Peppers) Versions() []string {
	var versions []string
	for _, pepper := range p.all {
		versions = append(versions, pepper.version)
	}
	return versions
}

func isVersion(s string) bool {
	return len(s) >= 1 && len(s) <= 16 && !strings.ContainsFunc(s, notNameChar)
}

// find returns nil for an unknown version.
func (p *Peppers) find(version string) *pepper {
	for i := range p.all {
		if p.all[i].version == version {
			return &p.all[i]
		}
	}
	return nil
}

// check reports whether the check digits of a well-formed key were made with one of the peppers.
func (p *Peppers) check(key string) bool {
	text, digits := key[:keyChars-checkChars], []byte(key[keyChars-checkChars:])
	for i := range p.all {
		if hmac.Equal([]byte(p.all[i].checkDigits(text)), digits) {
			return true
		}
	}
	return false
}

// checkDigits covers everything before the digits, including the last underscore. Everybody who has the key sees the
// digits, so they are computed from another text than hash's, and reveal nothing about it.
func (p *pepper) checkDigits(text string) string {
	mac := hmac.New(sha256.New, p.secret)
	mac.Write([]byte("check digits of " + text))
	return keyEncoding.EncodeToString(mac.Sum(nil))[:checkChars]
}

// hash also covers what the key stands for: somebody who can write to Redis and has a key can't make it stand for
// another user, or for longer. A record that is copied to another ID does not verify there.
func (p *pepper) hash(id, secret, subject string, expires time.Time) string {
	mac := hmac.New(sha256.New, p.secret)
	fmt.Fprintf(mac, "%s_%s_%d_%s", id, secret, expires.Unix(), subject) // only the last may contain a _
	return hex.EncodeToString(mac.Sum(nil))
}
