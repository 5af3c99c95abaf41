package live

import (
	"encoding/json"
	"fmt"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/store"
)

// The operation whose response holds the records, and the JSON pointers of its arrays (RFC 6901).
const (
	operation    = "getSessionTokens"
	status       = 200
	sessionArray = "/data/auth"
	refreshArray = "/data/refresh"
)

// exact are the properties whose values must be exactly the writer's: those which decide that a bearer is accepted,
// and for whom. All others are only shown. So is refresh_token, which links a session to its refresh token: a
// truncated refresh token is no record, so there is nothing to link to, and hiding the session would refuse its
// bearer.
var exact = []string{"token", "user_id"}

// Schema is what the contract says about records. It exists before the store, which needs its Check to store a
// record.
type Schema struct {
	envelope         *contract.Envelope
	session, refresh *reader
}

// NewSchema finds the schemas of the records in the contract. It returns an error if they are not where this package
// expects them.
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

// Envelope returns what surrounds the records in a response.
func (s *Schema) Envelope() *contract.Envelope { return s.envelope }

// Check reports whether a text conforms to the contract's schema of its kind, if need be after the repairs of
// contract.RecordSchema. Errors: contract.ErrJSON, contract.ErrSchema.
func (s *Schema) Check(kind store.Kind, text []byte) error {
	if kind == store.Refresh {
		return s.refresh.schema.Check(text)
	}
	return s.session.schema.Check(text)
}
