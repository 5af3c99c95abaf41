package control_test

import (
	"bytes"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/gen/control"
)

func TestEmbeddedDocumentIsTheContract(t *testing.T) {
	file, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	document := control.Document()
	if !bytes.Equal(document, file) {
		t.Error("it is not openapi.json, byte for byte")
	}
	clear(document)
	if !bytes.Equal(control.Document(), file) {
		t.Error("a caller can change it")
	}
}

// Importing a model or the document brings in no router, no OpenAPI library, and not the other contract.
func TestImportsTheStandardLibraryOnly(t *testing.T) {
	list, err := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Fields(string(list)); len(got) != 1 {
		t.Errorf("it is built of %s", got)
	}
}

// Whatever the public operation lists can be registered, and the reverse: the two schemas are exactly the supplied
// contract's.
func TestRecordsAreThoseOfTheFirstContract(t *testing.T) {
	schemas := func(document []byte) map[string]any {
		var all struct {
			Components struct{ Schemas map[string]any }
		}
		if err := json.Unmarshal(document, &all); err != nil {
			t.Fatal(err)
		}
		return all.Components.Schemas
	}
	first, second := schemas(gen.Document()), schemas(control.Document())
	for _, name := range []string{"SessionObject", "RefreshTokenObject"} {
		if first[name] == nil || !reflect.DeepEqual(first[name], second[name]) {
			t.Errorf("%s: the first contract has\n%v\nthis one has\n%v", name, first[name], second[name])
		}
	}
}

// Every operation needs a control key with one scope, which the document states both for programs and for people,
// and documents its errors.
func TestOperations(t *testing.T) {
	document := load(t)
	for name, o := range operationsOf(document) {
		scope, _ := o.Extensions["x-scope"].(string)
		if scope != "read" && scope != "write" || !strings.HasSuffix(o.Description, "\n\nNeeds the scope `"+scope+"`.") {
			t.Errorf("%s: the scope is %q, the description ends otherwise", name, scope)
		}
		if o.Security != nil || len(document.Security) != 1 || len(document.Security[0]) != 1 || document.Security[0]["controlKey"] == nil {
			t.Errorf("%s: it needs another credential than a control key", name)
		}
		if o.Summary == "" || o.OperationID == "" || len(o.Tags) != 1 || document.Tags.Get(o.Tags[0]) == nil {
			t.Errorf("%s: no summary, no operationId, or not one tag of the document", name)
		}
		want := []string{"400", "401", "403", "500", "503"}
		if o.RequestBody != nil {
			want = append(want, "413", "415")
		}
		for _, status := range want {
			if o.Responses.Value(status) == nil {
				t.Errorf("%s: %s is not documented", name, status)
			}
		}
		for status, response := range o.Responses.Map() {
			if status[0] == '2' {
				continue
			}
			if media := response.Value.Content["application/json"]; media == nil || len(response.Value.Content) != 1 || media.Schema.Ref != "#/components/schemas/Error" {
				t.Errorf("%s: %s is not an Error as JSON", name, status)
			}
		}
		if again := o.Responses.Value("503").Value.Headers["Retry-After"]; again == nil || !again.Value.Required {
			t.Errorf("%s: 503 has no Retry-After", name)
		}
	}
}

// models are the models of the schemas used in bodies.
var models = map[string]any{
	"ApiKeyCreated": control.APIKeyCreated{}, "ApiKeyPage": control.APIKeyPage{}, "ApiKeyRequest": control.APIKeyRequest{},
	"Ended": control.Ended{}, "Error": control.Error{}, "EventPage": control.EventPage{}, "Introspection": control.Introspection{},
	"IntrospectionRequest": control.IntrospectionRequest{}, "RecordPage": control.RecordPage{}, "Registration": control.Registration{},
	"RegistrationRequest": control.RegistrationRequest{}, "RevocationRequest": control.RevocationRequest{},
	"RotationRequest": control.RotationRequest{}, "Successor": control.Successor{}, "Suspension": control.Suspension{},
}

// Each body has an example that conforms to its schema and survives a round trip through the model: with empty
// lists as [], exact numbers, and nothing added.
func TestExamples(t *testing.T) {
	document := load(t)
	unused := maps.Clone(models)
	for name, o := range operationsOf(document) {
		bodies := map[string]openapi3.Content{}
		if o.RequestBody != nil {
			bodies["the request"] = o.RequestBody.Value.Content
		}
		for status, response := range o.Responses.Map() {
			bodies[status] = response.Value.Content
		}
		for where, content := range bodies {
			for _, media := range content {
				schema := strings.TrimPrefix(media.Schema.Ref, "#/components/schemas/")
				delete(unused, schema)
				examples := []any{media.Example}
				if media.Examples != nil {
					examples = nil
					for _, example := range media.Examples {
						examples = append(examples, example.Value.Value)
					}
				}
				for _, example := range examples {
					if err := media.Schema.Value.VisitJSON(example); example == nil || err != nil {
						t.Errorf("%s: %s: the example %v does not conform to %s: %v", name, where, example, schema, err)
						continue
					}
					if got := throughModel(t, models[schema], example); !reflect.DeepEqual(got, example) {
						t.Errorf("%s: %s: the model %s writes\n%v\nfor\n%v", name, where, schema, got, example)
					}
				}
			}
		}
	}
	if len(unused) > 0 {
		t.Errorf("no body has the schemas %v", slices.Sorted(maps.Keys(unused)))
	}
}

// throughModel decodes the value into the model's type, which must know all its names, and encodes it again.
func throughModel(t *testing.T, model, value any) any {
	t.Helper()
	if model == nil {
		t.Error("there is no model")
		return nil
	}
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	read := reflect.New(reflect.TypeOf(model))
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(read.Interface()); err != nil {
		t.Error(err)
	}
	written, err := json.Marshal(read.Interface())
	if err != nil {
		t.Fatal(err)
	}
	var got any
	if err := json.Unmarshal(written, &got); err != nil {
		t.Fatal(err)
	}
	return got
}

// Lists are required: an optional one would be omitted, or null, when it is empty.
func TestListsAreRequired(t *testing.T) {
	for name, schema := range load(t).Components.Schemas {
		for property, of := range schema.Value.Properties {
			if of.Value.Type.Is("array") && !slices.Contains(schema.Value.Required, property) {
				t.Errorf("%s: the list %s may be left out", name, property)
			}
		}
	}
}

// Nothing but its inactivity is told about an inactive token, and enough about an active one. A record is shown
// without its token. Fingerprints are accepted in either case, and returned in one.
func TestSchemas(t *testing.T) {
	schemas := load(t).Components.Schemas
	for _, c := range []struct {
		schema, value string
		good          bool
	}{
		{"Introspection", `{"active":false}`, true},
		{"Introspection", `{"active":false,"sub":"user_1"}`, false},
		{"Introspection", `{"active":true,"sub":"user_1","exp":1,"kind":"session","fingerprint":"6f1ed002ab559585","token_type":"Bearer"}`, true},
		{"Introspection", `{"active":true,"sub":"user_1","exp":1,"kind":"session"}`, false},
		{"Introspection", `{"active":true}`, false},
		{"Introspection", `{}`, false},
		{"Fingerprint", `"6f1ed002ab559585"`, true},
		{"Fingerprint", `"6F1ED002AB559585"`, false},
		{"AnyCaseFingerprint", `"6F1ED002ab559585"`, true},
		{"AnyCaseFingerprint", `"6f1ed002ab55958"`, false},
		{"AnyCaseFingerprint", `"6f1ed002ab5595850"`, false},
		{"UserId", `"auth0|5f7c8ec7c33c6c004bbafe82 é/%2F"`, true},
		{"UserId", `""`, false},
		{"UserId", `"a{b"`, false},
		{"UserId", `"a}b"`, false},
		{"UserId", `"a\nb"`, false},
		{"UserId", `"a\u007fb"`, false},
		{"UserId", `"a\u0085b"`, false},
		{"UserId", `"` + strings.Repeat("x", 256) + `"`, true},
		{"UserId", `"` + strings.Repeat("x", 257) + `"`, false},
		{"IntrospectionRequest", `{"token":"t","unknown":"x"}`, true},
		{"IntrospectionRequest", `{"token":""}`, false},
		{"RevocationRequest", `{"user_id":"user_1"}`, false},
		{"ApiKeyRequest", `{"account":"acc_1","expires_in":0}`, false},
	} {
		var value any
		if err := json.Unmarshal([]byte(c.value), &value); err != nil {
			t.Fatal(err)
		}
		if err := schemas[c.schema].Value.VisitJSON(value); (err == nil) != c.good {
			t.Errorf("%s %s: %v", c.schema, c.value, err)
		}
	}
	if schemas["RecordView"].Value.Properties["token"] != nil || schemas["RecordView"].Value.Properties["refresh_token"] != nil {
		t.Error("a record is shown with a token")
	}
}

// The examples of requests form one story, so that they can be sent to a server in any order: a long-lived session
// is registered, with the user and fingerprint of the path parameters' examples, and another session of the user is
// rotated, since one that was rotated away can't be registered again.
func TestExamplesFitTogether(t *testing.T) {
	document := load(t)
	body := func(path string, to any) {
		t.Helper()
		text, err := json.Marshal(document.Paths.Value(path).Post.RequestBody.Value.Content["application/json"].Example)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, to); err != nil {
			t.Fatal(err)
		}
	}
	var registered control.RegistrationRequest
	body("/users/{user_id}/sessions", &registered)
	var rotated control.RotationRequest
	body("/refresh", &rotated)
	user := document.Components.Parameters["UserIdParameter"].Value.Example
	fingerprint := document.Components.Parameters["FingerprintParameter"].Value.Example
	sum := sha1.Sum([]byte(registered.Session.Token))
	if hex.EncodeToString(sum[:])[:16] != fingerprint {
		t.Errorf("the fingerprint %v is not that of %s", fingerprint, registered.Session.Token)
	}
	year2100 := time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	for _, session := range []control.SessionObject{registered.Session, rotated.Session} {
		if session.UserID != user || session.Expiry != float64(year2100) {
			t.Errorf("%+v is not live, or not of %v", session, user)
		}
	}
	for _, refresh := range []control.RefreshTokenObject{*registered.Refresh, rotated.Refresh} {
		if *refresh.UserID != user || *refresh.Expiry != year2100 {
			t.Errorf("%+v is not live, or not of %v", refresh, user)
		}
	}
	if registered.Session.RefreshToken != *registered.Refresh.Token || rotated.RefreshToken == *registered.Refresh.Token || rotated.UserID != user ||
		rotated.Session.RefreshToken != *rotated.Refresh.Token || rotated.RefreshToken == *rotated.Refresh.Token {
		t.Errorf("they are no two sessions of a user: %+v, %+v", registered, rotated)
	}
	// The example request is a dry run, which ends nothing.
	if document.Components.Parameters["DryRunParameter"].Value.Example != true {
		t.Error("the example ends all of a user's sessions")
	}
}

// load validates the document strictly, including its examples, defaults, formats and patterns.
func load(t *testing.T) *openapi3.T {
	t.Helper()
	document, err := openapi3.NewLoader().LoadFromData(control.Document())
	if err != nil {
		t.Fatal(err)
	}
	if err := document.Validate(t.Context(), openapi3.EnableSchemaFormatValidation(), openapi3.EnableExamplesValidation(),
		openapi3.EnableSchemaDefaultsValidation(), openapi3.EnableSchemaPatternValidation()); err != nil {
		t.Fatal(err)
	}
	return document
}

func operationsOf(document *openapi3.T) map[string]*openapi3.Operation {
	all := map[string]*openapi3.Operation{}
	for path, item := range document.Paths.Map() {
		for method, o := range item.Operations() {
			all[method+" "+path] = o
		}
	}
	return all
}
