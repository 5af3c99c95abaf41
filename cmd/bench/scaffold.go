package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/golang-jwt/jwt/v5"
	"github.com/labstack/echo/v4"

	"github.com/quiva-ai/session-tokens/gen"
	genserver "github.com/quiva-ai/session-tokens/gen/server"
	"github.com/quiva-ai/session-tokens/store"
)

type scaffoldCmd struct{ serverFlags }

// Run serves until ctx is done.
func (s *scaffoldCmd) Run(ctx context.Context) error {
	records, err := s.open()
	if err != nil {
		return err
	}
	defer records.Close()
	handler, err := newScaffold(records, newKeys())
	if err != nil {
		return err
	}
	return s.serve(ctx, handler)
}

// scaffold follows the documentation of oapi-codegen and kin-openapi: the generated strict server on echo, records
// decoded into the generated models, ValidateRequest before the handler, and the response buffered for
// ValidateResponse.
type scaffold struct {
	genserver.StrictServerInterface // operations that are not measured are not implemented

	records *store.Redis
	keys    *keys
	router  routers.Router
}

func newScaffold(records *store.Redis, k *keys) (http.Handler, error) {
	doc, err := openapi3.NewLoader().LoadFromData(gen.Document())
	if err != nil {
		return nil, err
	}
	doc.Servers = nil
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		return nil, err
	}
	s := &scaffold{records: records, keys: k, router: router}
	e := echo.New()
	e.Use(s.validate)
	genserver.RegisterHandlers(e, genserver.NewStrictHandler(s, nil))
	return e, nil
}

type userKey struct{}

func (s *scaffold) validate(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		route, params, err := s.router.FindRoute(r)
		if err != nil {
			return echo.ErrNotFound
		}
		var user string
		request := &openapi3filter.RequestValidationInput{
			Request: r, PathParams: params, Route: route,
			Options: &openapi3filter.Options{AuthenticationFunc: func(_ context.Context, in *openapi3filter.AuthenticationInput) error {
				user, err = s.authenticate(in)
				return err
			}},
		}
		if err := openapi3filter.ValidateRequest(r.Context(), request); err != nil {
			return echo.ErrUnauthorized
		}
		c.SetRequest(r.WithContext(context.WithValue(r.Context(), userKey{}, user)))
		answer := &buffered{ResponseWriter: c.Response().Writer, status: http.StatusOK}
		c.Response().Writer = answer
		if err := next(c); err != nil {
			return err
		}
		err = openapi3filter.ValidateResponse(r.Context(), &openapi3filter.ResponseValidationInput{
			RequestValidationInput: request, Status: answer.status, Header: answer.Header(),
			Body: io.NopCloser(bytes.NewReader(answer.body.Bytes())),
		})
		if err != nil {
			return err
		}
		answer.ResponseWriter.WriteHeader(answer.status)
		_, err = answer.ResponseWriter.Write(answer.body.Bytes())
		return err
	}
}

// buffered buffers a response.
type buffered struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (b *buffered) WriteHeader(status int)      { b.status = status }
func (b *buffered) Write(p []byte) (int, error) { return b.body.Write(p) }

func (s *scaffold) authenticate(in *openapi3filter.AuthenticationInput) (string, error) {
	bearer, ok := strings.CutPrefix(in.RequestValidationInput.Request.Header.Get("Authorization"), "Bearer ")
	if !ok || in.SecuritySchemeName != "bearerAuth" {
		return "", errors.New("no bearer")
	}
	var claims jwt.RegisteredClaims
	_, err := jwt.ParseWithClaims(bearer, &claims, s.keys.forToken, jwt.WithValidMethods([]string{"HS256", "EdDSA"}))
	return claims.Subject, err
}

// GetSessionTokens decodes the members into the generated models.
func (s *scaffold) GetSessionTokens(ctx context.Context, _ genserver.GetSessionTokensRequestObject) (genserver.GetSessionTokensResponseObject, error) {
	user, _ := ctx.Value(userKey{}).(string)
	var lists store.Lists
	if err := s.records.List(ctx, user, &lists); err != nil {
		return nil, err
	}
	var answer genserver.GetSessionTokens200JSONResponse
	var authErr, refreshErr error
	answer.Data.Auth, authErr = decoded[gen.SessionObject](lists.Sessions)
	answer.Data.Refresh, refreshErr = decoded[gen.RefreshTokenObject](lists.Refresh)
	return answer, errors.Join(authErr, refreshErr)
}

func decoded[T any](members [][]byte) ([]T, error) {
	all := make([]T, len(members))
	for i, member := range members {
		if err := json.Unmarshal(member, &all[i]); err != nil {
			return nil, err
		}
	}
	return all, nil
}
