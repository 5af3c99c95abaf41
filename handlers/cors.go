package handlers

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

// preflightMaxAge is how long a browser may remember a preflight, in seconds: ten minutes.
const preflightMaxAge = 600

// cors lets scripts of the configured origins call the contract's paths, each with the methods that the contract has
// for it, and with any headers: tracing libraries add their own (traceparent, sentry-trace, baggage), and headers
// that the operation does not read have no effect. Everything else passes through: an OPTIONS that is not such a
// preflight gets a 405, like any method that the contract does not have.
func (s *Server) cors() echo.MiddlewareFunc {
	elsewhere, byRoute := s.corsOf("", nil), map[string]echo.MiddlewareFunc{}
	for route, methods := range s.contract.Routes() {
		byRoute[route] = s.corsOf(route, methods)
	}
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			if !slices.Contains(s.origins, r.Header.Get(echo.HeaderOrigin)) || r.Method == http.MethodOptions && !s.isPreflight(c) {
				return next(c)
			}
			allow, ok := byRoute[c.Path()]
			if !ok {
				allow = elsewhere // lets a script read that there is no such path
			}
			return allow(next)(c)
		}
	}
}

func (s *Server) corsOf(route string, methods []string) echo.MiddlewareFunc {
	response := []string{echo.HeaderXRequestID, "WWW-Authenticate", "Retry-After"}
	for _, method := range methods {
		if operation, err := s.contract.Find(route, method); err == nil {
			response = append(response, operation.ResponseHeaders()...)
		}
	}
	return middleware.CORSWithConfig(middleware.CORSConfig{
		AllowOrigins:  s.origins,
		AllowMethods:  methods,
		AllowHeaders:  nil, // those that the preflight asks for
		ExposeHeaders: distinct(response),
		MaxAge:        preflightMaxAge,
	})
}

func distinct(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}

func (s *Server) isPreflight(c echo.Context) bool {
	asked := c.Request().Header.Get(echo.HeaderAccessControlRequestMethod)
	if asked == http.MethodHead {
		asked = http.MethodGet
	}
	_, err := s.contract.Find(c.Path(), asked)
	return err == nil
}
