package credential

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

const (
	maxToken  = 8192             // bytes: half of the 16 KiB that all headers of a request may have
	minSecret = 32               // bytes: HS256 needs 256 bits (RFC 7518, section 3.2)
	leeway    = 30 * time.Second // how much clocks may differ
)

// algorithms are all that may be allowed, one for each kind of key: no key is ever tried with another kind's
// algorithm (RFC 8725, section 3.1).
var algorithms = append([]string{"HS256"}, publicAlgorithms...)

var publicAlgorithms = []string{"RS256", "ES256", "EdDSA"}

// canonical returns the name that is used here of an algorithm with two names. RFC 9864 has Ed25519 for EdDSA with
// such a key, and no other kind of key verifies EdDSA here.
func canonical(algorithm string) string {
	if algorithm == "Ed25519" {
		return "EdDSA"
	}
	return algorithm
}

// BearerConfig says which bearer tokens to accept.
type BearerConfig struct {
	HS256Secret []byte           `json:"-"` // at least 32 bytes, or nil
	PublicKeys  []byte           `json:"-"` // contents of a PEM file or of a JWKS, or nil
	IssuerKeys  []byte           `json:"-"` // the JWKS that an issuer has published, or nil if none has come yet
	Algorithms  []string         // of HS256, RS256, ES256, EdDSA (or Ed25519); empty means those of the keys
	UserClaim   string           // "sub" when empty
	Issuer      string           // checked when not empty
	Audience    string           // checked when not empty
	Now         func() time.Time `json:"-"`
	// UnknownKey is set if there is an issuer. It is called, within the request, for a bearer that none of the keys
	// verifies but a newer key of the issuer might. It must not block.
	UnknownKey func() `json:"-"`
}

// Format hides the secret, whatever the verb.
func (BearerConfig) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "bearer configuration") }

// Bearer verifies bearer tokens: JWTs, by their signature and claims. It is safe for concurrent use.
type Bearer struct {
	keys      []verificationKey // the keys in use
	infos     []KeyInfo         // about all keys
	issuer    issuer
	userClaim string
	validator *jwt.Validator
	now       func() time.Time
	verified  *verified
}

// Format hides the keys, whatever the verb.
func (Bearer) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "bearer verifier") }

// NewBearer returns a verifier, or all problems of the configuration at once.
func NewBearer(cfg BearerConfig) (*Bearer, error) {
	keys, problems := configuredKeys(cfg)
	allowed, more := allowedAlgorithms(cfg.Algorithms, keys, cfg.UnknownKey != nil)
	problems = append(problems, more...)
	if cfg.Now == nil {
		problems = append(problems, errors.New("no clock: set Now"))
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	// A key whose algorithm is not allowed verifies nothing, as with jwt.WithValidMethods.
	var infos []KeyInfo
	for i := range keys {
		if k := &keys[i]; k.leftOut == "" && !slices.Contains(allowed, k.method.Alg()) {
			k.leftOut = "is for an algorithm that is not allowed"
		}
		infos = append(infos, keys[i].info())
	}
	keys = slices.DeleteFunc(keys, func(k verificationKey) bool { return k.leftOut != "" })
	if cfg.IssuerKeys != nil && !slices.ContainsFunc(keys, func(k verificationKey) bool { return k.issued }) {
		return nil, fmt.Errorf("%w: none is for an algorithm that is allowed", ErrNoUsableKey)
	}
	options := []jwt.ParserOption{
		jwt.WithExpirationRequired(),
		jwt.WithLeeway(leeway),
		jwt.WithTimeFunc(cfg.Now),
	}
	if cfg.Issuer != "" {
		options = append(options, jwt.WithIssuer(cfg.Issuer))
	}
	if cfg.Audience != "" {
		options = append(options, jwt.WithAudience(cfg.Audience))
	}
	remembered, err := newVerified(maxVerified)
	if err != nil {
		return nil, err
	}
	return &Bearer{
		keys:      keys,
		infos:     infos,
		issuer:    newIssuer(cfg),
		userClaim: cmp.Or(cfg.UserClaim, "sub"),
		validator: jwt.NewValidator(options...),
		now:       cfg.Now,
		verified:  remembered,
	}, nil
}

// Keys returns, for each key that was given, in order, what it is and whether it is used.
func (b *Bearer) Keys() []KeyInfo { return slices.Clone(b.infos) }

func configuredKeys(cfg BearerConfig) (keys []verificationKey, problems []error) {
	if cfg.HS256Secret != nil {
		if err := checkSecret(cfg.HS256Secret); err != nil {
			problems = append(problems, err)
		}
		keys = append(keys, verificationKey{place: "HS256 secret", method: jwt.SigningMethodHS256, key: bytes.Clone(cfg.HS256Secret)})
	}
	if cfg.PublicKeys != nil {
		public, err := parsePublicKeys(cfg.PublicKeys)
		if err != nil {
			problems = append(problems, err)
		}
		keys = append(keys, public...)
	}
	if cfg.IssuerKeys != nil {
		issued, err := parseIssuerKeys(cfg.IssuerKeys)
		if err != nil {
			problems = append(problems, err)
		}
		keys = append(keys, issued...)
	}
	if cfg.HS256Secret == nil && cfg.PublicKeys == nil && cfg.IssuerKeys == nil && cfg.UnknownKey == nil {
		problems = append(problems, errors.New("no key to verify bearer tokens with: give an HS256 secret or public keys"))
	}
	return keys, problems
}

func checkSecret(secret []byte) error {
	switch {
	case len(secret) < minSecret:
		return errors.New("the HS256 secret is shorter than 32 bytes: use 32 random bytes or more")
	case bytes.Contains(secret, []byte("-----BEGIN")):
		// A public key is no secret: anybody who has it could sign with it.
		return errors.New("the HS256 secret is a PEM file: use 32 random bytes or more, and give keys as public keys")
	}
	return nil
}

// allowedAlgorithms returns the algorithms that were asked for, or all for which there are keys. An issuer may later
// bring a key for any public-key algorithm.
func allowedAlgorithms(asked []string, keys []verificationKey, issuer bool) (allowed []string, problems []error) {
	has := func(algorithm string) bool {
		return slices.ContainsFunc(keys, func(k verificationKey) bool { return k.leftOut == "" && k.method.Alg() == algorithm })
	}
	if len(asked) == 0 {
		for _, algorithm := range algorithms {
			if has(algorithm) {
				allowed = append(allowed, algorithm)
			}
		}
		return allowed, nil // empty only without keys, which is a problem already
	}
	for _, name := range asked {
		algorithm := canonical(name)
		switch {
		case !slices.Contains(algorithms, algorithm):
			problems = append(problems, fmt.Errorf("algorithm %q is not supported: use %s", name, strings.Join(algorithms, ", ")))
		case !has(algorithm) && !(issuer && slices.Contains(publicAlgorithms, algorithm)):
			problems = append(problems, fmt.Errorf("algorithm %s is allowed, but no key is for it: give the key, or remove it", name))
		}
		allowed = append(allowed, algorithm)
	}
	return allowed, problems
}

// Verify takes "Bearer <token>". It refuses with ErrBearerRefused, for a constant reason. A token that was verified
// is not verified again until it expires: the keys and the rules stay the same, and only the expiry among its claims
// can change the result.
func (b *Bearer) Verify(_ context.Context, value string) (Principal, error) {
	token, why := bearerToken(value)
	if why != "" {
		return Principal{}, refused(why)
	}
	m := b.verified.mac(token)
	if user, ok := b.verified.user(m, b.now()); ok {
		return Principal{User: user, Bearer: token}, nil
	}
	user, until, err := b.verify(token)
	if err != nil {
		return Principal{}, err
	}
	b.verified.add(m, user, until)
	return Principal{User: user, Bearer: token}, nil
}

// bearerToken returns what follows Bearer and one or more spaces (RFC 6750, section 2.1), or why that is no token. It
// allows only the characters of a JWT: no space, comma or control character, which also excludes the line breaks that
// base64 decoders skip.
func bearerToken(value string) (token string, why reason) {
	scheme, token, _ := strings.Cut(value, " ")
	token = strings.TrimLeft(token, " ")
	switch {
	case !strings.EqualFold(scheme, "Bearer") || token == "":
		return "", "malformed header"
	case len(token) > maxToken:
		return "", "longer than 8 KiB"
	}
	for i := range len(token) {
		if !tokenChars[token[i]] {
			return "", "malformed header"
		}
	}
	return token, ""
}

// tokenChars is a table because this loop dominates under a flood of long bearers.
var tokenChars = func() (set [256]bool) {
	for c := range set {
		set[c] = c == '.' || !notNameChar(rune(c))
	}
	return set
}()

// notNameChar reports whether r is not a character of base64url. Schemes and versions have the same characters.
func notNameChar(r rune) bool {
	return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-' || r == '_')
}

// SignHS256 makes a token for development, with exactly these claims.
func SignHS256(secret []byte, claims map[string]any) (string, error) {
	if err := checkSecret(secret); err != nil {
		return "", err
	}
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims(claims)).SignedString(secret)
	if err != nil {
		return "", errors.New("sign a token: the claims can't be written as JSON")
	}
	return token, nil
}
