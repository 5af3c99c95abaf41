// A program that lists the sessions of whoever has the bearer in TOKEN, with the Go SDK.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/quiva-ai/session-tokens/gen/client"
)

func main() {
	address := os.Getenv("PUBLIC")
	if address == "" {
		address = "http://127.0.0.1:8080"
	}
	c, err := client.New(client.Bearer(os.Getenv("TOKEN")), client.WithBaseURL(address)) // or client.APIKey
	if err != nil {
		log.Fatal(err)
	}
	answer, err := c.GetSessionTokensWithResponse(context.Background())
	if err != nil {
		log.Fatal(err) // no connection, or an answer that the contract does not document, as a 503
	}
	if answer.JSON401 != nil {
		fmt.Fprintf(os.Stderr, "%s: %s", answer.HTTPResponse.Status, answer.Body) // which ends its line
		os.Exit(1)
	}
	for _, session := range answer.JSON200.Data.Auth {
		left := time.Until(time.Unix(int64(session.Expiry), 0)).Round(time.Hour)
		fmt.Println(session.Platform, session.Location, session.IP, left, session.IsSuspended)
	}
}
