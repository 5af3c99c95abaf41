// Command probe prints the requests of a client generated from parameters.yaml.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/quiva-ai/session-tokens/gen/client"
)

func main() {
	ctx := context.Background()
	c, err := client.New(client.APIKey("fake"), client.WithBaseURL("http://127.0.0.1/base"), client.WithHTTPClient(printer{}))
	if err != nil {
		panic(err)
	}
	show := func(_ *http.Response, err error) {
		if err != nil && !errors.Is(err, errPrinted) {
			fmt.Println("error:", err)
		}
	}
	show(c.DeleteKey(ctx, "a/b?c#d%2F..é "))
	for _, id := range []string{"", ".", "..", "../x"} {
		show(c.DeleteKey(ctx, id))
	}
	show(c.ListKeys(ctx, &client.ListKeysParams{Since: "2026-01-02T03:04:05+06:00"}))
	role, uses, limit, after, order, theme := "a&b", 0, 10, "x=y&z", client.ListKeysParamsOrderBearer, "dark"
	var either client.Either
	if err := either.FromEither1(7); err != nil {
		panic(err)
	}
	filter := client.Filter{Role: role, Uses: &uses}
	show(c.ListKeys(ctx, &client.ListKeysParams{
		Limit: &limit, After: &after, Order: &order, Tag: &[]string{"a", "b c"}, Ids: &[]int{1, -2}, Piped: &[]string{"p", "q"},
		Filter: &filter, Either: &either, JSON: &filter, XTags: &[]string{"s", "t"}, Theme: &theme,
	}))
	show(c.ListKeys(ctx, &client.ListKeysParams{XTags: &[]string{"s, t"}}))
	theme = "dark; secure"
	show(c.ListKeys(ctx, &client.ListKeysParams{Theme: &theme}))
	name := "n"
	show(c.CreateKey(ctx, client.CreateKeyJSONRequestBody{Name: &name}))
	show(c.CreateKeyWithFormdataBody(ctx, filter))
	show(c.CreateKeyWithTextBody(ctx, "text"))
	var key client.Key
	if err := errors.Join(key.FromHot(client.Hot{Kind: "Hot"}), key.MergeCold(client.Cold{AdditionalProperties: map[string]string{"more": "x"}})); err != nil {
		panic(err)
	}
	show(c.PutKey(ctx, "id", key))
	show(c.GetStyles(ctx, []string{"a,b", "c"}, 1.5, []string{"x;y", "z"}))
	show(c.GetStyles(ctx, nil, 1.5, []string{"x;y", "z"}))
}

// printer is an HTTP client that prints requests instead of sending them.
type printer struct{}

var errPrinted = errors.New("it was printed")

func (printer) Do(r *http.Request) (*http.Response, error) {
	fmt.Print(r.Method, " ", r.URL.RequestURI())
	for _, name := range []string{"X-Tags", "Cookie", "Content-Type"} {
		if value := r.Header.Get(name); value != "" {
			fmt.Printf(" %s: %s", name, value)
		}
	}
	if r.Body != nil {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		fmt.Print(" ", strings.TrimSpace(string(body)))
	}
	fmt.Println()
	return nil, errPrinted
}
