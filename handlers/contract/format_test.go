package contract_test

import (
	"regexp"
	"testing"

	"github.com/quiva-ai/session-tokens/handlers/contract"
)

// What common validators of format email have: ajv-formats, strict and fast, and zod. They are JavaScript's, so zod's
// two conditions about dots are written out.
var emailValidators = []func(string) bool{
	regexp.MustCompile("(?i)^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$").MatchString,
	regexp.MustCompile("(?i)^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$").MatchString,
	func(s string) bool {
		return regexp.MustCompile(`^([A-Za-z0-9_'+\-\.]*)[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9\-]*\.)+[A-Za-z]{2,}$`).MatchString(s) &&
			!regexp.MustCompile(`^\.|\.\.`).MatchString(s)
	},
	regexp.MustCompile(`^[^@]+@[^@<>",\s]+$`).MatchString, // kin-openapi's
}

// FuzzEmail: an address that is served is one that each of the validators takes.
func FuzzEmail(f *testing.F) {
	good := []string{"person@example.com", "a.b+c_d-e'f@mail.example.co", "x@a-b.example", "1@2.ab", "UPPER@EXAMPLE.COM"}
	bad := []string{"", "@", "person", "person@", "@example.com", "person@localhost", "a..b@example.com", ".a@example.com", "a.@example.com",
		"a b@example.com", "a@b@example.com", "a@-example.com", "a@example-.com", "a@example..com", "a@example.c", "a@example.c0m", "a@example.com.",
		"a'@example.com", "a%b@example.com", "é@example.com", "a@exämple.com", "a@example.com\n", "<a@example.com>", "a@[192.0.2.1]"}
	for _, seed := range good {
		f.Add(seed)
		if !contract.IsEmail(seed) {
			f.Errorf("%q is refused", seed)
		}
	}
	for _, seed := range bad {
		f.Add(seed)
		if contract.IsEmail(seed) {
			f.Errorf("%q is taken for an address", seed)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !contract.IsEmail(text) {
			return
		}
		for i, accepts := range emailValidators {
			if !accepts(text) {
				t.Errorf("validator %d refuses %q", i, text)
			}
		}
	})
}
