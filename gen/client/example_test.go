package client_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/quiva-ai/session-tokens/gen/client"
)

// The examples call the real service with its demo user, which main_test.go starts. Without WithBaseURL a client
// calls the contract's server.

func Example() {
	c, err := client.New(client.Bearer(bearer), client.WithBaseURL(baseURL))
	if err != nil {
		fmt.Println(err)
		return
	}
	answer, err := c.GetSessionTokensWithResponse(context.Background())
	if err != nil {
		fmt.Println(err) // the service can't be reached, or the response is not documented
		return
	}
	if answer.JSON401 != nil {
		fmt.Println("refused:", answer.HTTPResponse.Status)
		return
	}
	for _, session := range answer.JSON200.Data.Auth {
		fmt.Println(session.Location, session.IsSuspended)
	}
	fmt.Println(len(answer.JSON200.Data.Refresh), "refresh tokens")
	// Output:
	// Berlin false
	// Lisbon false
	// Oslo true
	// 2 refresh tokens
}

func ExampleAPIKey() {
	c, err := client.New(client.APIKey(apiKey), client.WithBaseURL(baseURL))
	if err != nil {
		fmt.Println(err)
		return
	}
	answer, err := c.GetSessionTokensWithResponse(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(answer.StatusCode(), len(answer.JSON200.Data.Auth), "sessions")
	// Output: 200 3 sessions
}

func Example_refused() {
	c, err := client.New(client.Bearer("revoked"), client.WithBaseURL(baseURL))
	if err != nil {
		fmt.Println(err)
		return
	}
	answer, err := c.GetSessionTokensWithResponse(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(answer.StatusCode(), answer.JSON401 != nil, string(answer.Body))
	// Output: 401 true {"error":"the bearer token is not valid, or was revoked, or is suspended"}
}

func ExampleUndocumentedError() {
	c, err := client.New(client.Bearer(bearer), client.WithBaseURL(baseURL+"/no-such-prefix"))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = c.GetSessionTokensWithResponse(context.Background())
	if e, ok := errors.AsType[*client.UndocumentedError](err); ok {
		fmt.Println(err)
		if e.Contract != nil && e.Contract.Error != nil {
			fmt.Println("the server says:", *e.Contract.Error)
		}
	}
	// Output:
	// GET /accounts/session-tokens: the contract does not document the answer: 404 Not Found, a body of type "application/json"
	// the server says: there is no such path
}
