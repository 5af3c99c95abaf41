package client_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/quiva-ai/session-tokens/gen/client"
)

// The examples run against the real service with its demo user: main_test.go starts it. Without a
// base URL, as in New("", ...), a client calls the contract's server.

func Example() {
	c, err := client.New(baseURL, client.Bearer(bearer))
	if err != nil {
		log.Fatal(err)
	}
	answer, err := c.GetSessionTokensWithResponse(context.Background())
	if err != nil {
		log.Fatal(err) // not reached, or an answer that the contract does not document
	}
	if answer.JSON401 != nil {
		log.Fatal("refused: ", *answer.JSON401.Error)
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
	c, err := client.New(baseURL, client.APIKey(apiKey))
	if err != nil {
		log.Fatal(err)
	}
	answer, err := c.GetSessionTokensWithResponse(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(answer.StatusCode(), len(answer.JSON200.Data.Auth), "sessions")
	// Output: 200 3 sessions
}

func Example_refused() {
	c, err := client.New(baseURL, client.Bearer("revoked"))
	if err != nil {
		log.Fatal(err)
	}
	answer, err := c.GetSessionTokensWithResponse(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(answer.StatusCode(), *answer.JSON401.Error)
	// Output: 401 the bearer token is not valid, or was revoked, or is suspended
}

func ExampleUndocumentedError() {
	c, err := client.New(baseURL+"/no-such-prefix", client.Bearer(bearer))
	if err != nil {
		log.Fatal(err)
	}
	_, err = c.GetSessionTokensWithResponse(context.Background())
	if e, ok := errors.AsType[*client.UndocumentedError](err); ok {
		fmt.Println(e.StatusCode, *e.Contract.Error)
	}
	// Output: 404 there is no such path
}
