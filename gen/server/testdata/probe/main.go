// Command probe prints what a server generated from parameters.yaml reads and writes.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/gen/server"
)

// operations prints each request.
type operations struct{ server.StrictServerInterface }

func show(request any) {
	text, err := json.Marshal(request)
	if err != nil {
		panic(err)
	}
	fmt.Println(string(text))
}

func (operations) DeleteKey(_ context.Context, r server.DeleteKeyRequestObject) (server.DeleteKeyResponseObject, error) {
	show(r)
	return server.DeleteKey204Response{}, nil
}

func (operations) ListKeys(_ context.Context, r server.ListKeysRequestObject) (server.ListKeysResponseObject, error) {
	show(r)
	return server.ListKeys200JSONResponse{Keys: []gen.Key{}}, nil
}

func (operations) CreateKey(_ context.Context, r server.CreateKeyRequestObject) (server.CreateKeyResponseObject, error) {
	show(r)
	return server.CreateKey201Response{}, nil
}

func (operations) PutKey(_ context.Context, r server.PutKeyRequestObject) (server.PutKeyResponseObject, error) {
	return server.PutKey200JSONResponse(*r.Body), nil
}

func (operations) GetStyles(_ context.Context, r server.GetStylesRequestObject) (server.GetStylesResponseObject, error) {
	show(r)
	return server.GetStyles204Response{}, nil
}

func main() {
	e := echo.New()
	server.RegisterHandlers(e, server.NewStrictHandler(operations{}, nil))
	for _, request := range []struct {
		line, contentType, body string
	}{
		{"DELETE /keys/a%2Fb%3Fc%23d%252F..%C3%A9%20", "", ""},
		{"GET /keys?limit=10&after=x%3Dy%26z&since=2026-01-02T03%3A04%3A05%2B06%3A00&order=Bearer&tag=a&tag=b%20c&ids=1,-2&piped=p%7Cq&filter%5Brole%5D=a%26b&filter%5Buses%5D=0", "", ""},
		{"GET /keys?since=", "", ""},
		{"POST /keys", "application/json", `{"name":"n","until":"any day"}`},
		{"POST /keys", "application/x-www-form-urlencoded", "role=a%26b&uses=0"},
		{"PUT /keys/id", "application/json", `{"kind":"Cold","more":"x"}`},
		{"GET /styles/a,c/.1.5/;matrix=x;matrix=z", "", ""},
	} {
		method, target, _ := strings.Cut(request.line, " ")
		r := httptest.NewRequest(method, target, strings.NewReader(request.body))
		r.Header.Set("Content-Type", request.contentType)
		r.Header.Set("X-Tags", "s,t")
		r.AddCookie(&http.Cookie{Name: "theme", Value: "dark"})
		w := httptest.NewRecorder()
		e.ServeHTTP(w, r)
		fmt.Println(w.Code, strings.TrimSpace(w.Body.String()))
	}

	cold := gen.Cold{Kind: "Cold", AdditionalProperties: map[string]string{"more": "x"}}
	var union server.GetNotes200JSONResponse
	if err := (*gen.GetNotes200JSONResponseBody)(&union).FromCold(cold); err != nil {
		panic(err)
	}
	name := "n"
	for _, response := range []server.GetNotesResponseObject{
		union,
		server.GetNotes202JSONResponse{Name: &name, AdditionalProperties: map[string]string{"more": "x"}},
		server.GetNotes203JSONResponse(cold),
	} {
		w := httptest.NewRecorder()
		if err := response.VisitGetNotesResponse(w); err != nil {
			panic(err)
		}
		fmt.Println(w.Code, strings.TrimSpace(w.Body.String()))
	}
}
