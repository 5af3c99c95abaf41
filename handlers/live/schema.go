package live

import (
	"encoding/json"
	"fmt"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/store"
)

// The operation whose response holds the records, and where its arrays are in it (RFC 6901).
const (
	operation    = "getSessionTokens"
	status       = 200
	sessionArray = "/data/auth"
	refreshArray = "/data/refresh"
)

// exact are the properties whose texts must be the writer's own: what accepts a bearer, and whose it is.
// All others are only shown here. So is refresh_token, which links a session to its refresh token: a refresh
// token that was cut is no record, so there is nothing to link to, and a session that is hidden for it would
// have its bearer refused.
var exact = []string{"token", "user_id"}

// Schema is what the contract says of records. It is there before any store is: a store needs its Check
// before it may put a record.
type Schema struct {
	envelope         *contract.Envelope
	session, refresh *reader
}

// NewSchema finds the records' schemas in the contract. It returns an error if they are not where this
// package looks for them.
func NewSchema(c *contract.Contract) (*Schema, error) {
	empty, err := json.Marshal(gen.SessionTokens{Data: gen.SessionTokensData{Auth: []gen.SessionObject{}, Refresh: []gen.RefreshTokenObject{}}})
	if err != nil {
		return nil, err
	}
	envelope, err := c.Envelope(operation, status, append(empty, '\n'), sessionArray, refreshArray)
	if err != nil {
		return nil, fmt.Errorf("find the records in the contract: %w", err)
	}
	return &Schema{
		envelope: envelope,
		session:  newReader(store.Session, envelope.RecordSchema(sessionArray, exact...), decodeSession),
		refresh:  newReader(store.Refresh, envelope.RecordSchema(refreshArray, exact...), decodeRefresh),
	}, nil
}

// Envelope is what is around the records in a response.
func (s *Schema) Envelope() *contract.Envelope { return s.envelope }

// Check says whether a text conforms to the contract's schema of its kind, or does so once it is mended, as
// contract.RecordSchema says. Errors: contract.ErrJSON,
// contract.ErrSchema.
func (s *Schema) Check(kind store.Kind, text []byte) error {
	if kind == store.Refresh {
		return s.refresh.schema.Check(text)
	}
	return s.session.schema.Check(text)
}
