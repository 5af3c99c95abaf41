// A Huma server, which generates an OpenAPI 3.1 contract from its handlers' types.
package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

type newPet struct {
	Name string  `json:"name" minLength:"1" maxLength:"40"`
	Kind string  `json:"kind" enum:"cat,dog"`
	Age  *int    `json:"age,omitempty" minimum:"0" maximum:"40"`
	Note *string `json:"note" nullable:"true" required:"false"`
}

type pet struct {
	ID  int    `json:"id" minimum:"1"`
	Pet newPet `json:"pet"`
}

type one struct{ Body pet }

func main() {
	var mu sync.Mutex
	pets := []pet{{1, newPet{Name: "Tom", Kind: "cat"}}}
	mux := http.NewServeMux()
	api := humago.New(mux, huma.DefaultConfig("Pets", "1"))
	huma.Get(api, "/pets", func(_ context.Context, in *struct {
		Limit int    `query:"limit" minimum:"1" maximum:"100" default:"10"`
		Kind  string `query:"kind" enum:"cat,dog"`
	}) (*struct{ Body []pet }, error) {
		mu.Lock()
		defer mu.Unlock()
		return &struct{ Body []pet }{pets[:min(len(pets), in.Limit)]}, nil
	})
	huma.Post(api, "/pets", func(_ context.Context, in *struct{ Body newPet }) (*one, error) {
		mu.Lock()
		defer mu.Unlock()
		pets = append(pets, pet{len(pets) + 1, in.Body})
		return &one{pets[len(pets)-1]}, nil
	})
	huma.Get(api, "/pets/{petId}", func(_ context.Context, in *struct {
		ID int `path:"petId" minimum:"1"`
	}) (*one, error) {
		mu.Lock()
		defer mu.Unlock()
		if in.ID > len(pets) {
			return nil, huma.Error404NotFound("no such pet")
		}
		return &one{pets[in.ID-1]}, nil
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Printf("listening on http://%s\n", listener.Addr())
	panic(http.Serve(listener, mux))
}
