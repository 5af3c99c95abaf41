// Command contractcheck tells whether a contract, the code generated from it, the published contract
// and a running server are still the same.
//
// Package main owns the commands and what they report. It knows servers from outside only, and
// nothing of this project's service: it must build and run when the generated code does not. The
// black box of "conforms" is package conform.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
)

// The exit status.
const (
	same     = 0
	drift    = 1
	dontKnow = 2 // it could not be told
)

const maxAnswer = 16 << 20 // bytes of a document that are read

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal does not wait for what the first began
	status := run(ctx, os.Args[1:], &program{
		stdout: os.Stdout, stderr: os.Stderr, client: &http.Client{Timeout: 30 * time.Second},
	})
	stop()
	os.Exit(status)
}

// program is what a command has of the world around it.
type program struct {
	stdout, stderr io.Writer
	client         *http.Client
}

// cli is every command and setting.
type cli struct {
	Version   kong.VersionFlag `help:"Show the version."`
	Format    string           `enum:"text,json,github" default:"text" help:"How findings are written: text, json (one object), or github (annotations of a workflow)."`
	Contract  string           `default:"openapi.json" placeholder:"FILE" help:"The contract, an OpenAPI 3.0 document. Default: openapi.json."`
	Generated generatedCmd     `cmd:"" help:"Does gen/, beside the contract, hold what the contract generates?"`
	Upstream  upstreamCmd      `cmd:"" help:"Has the published contract moved?"`
	Breaking  breakingCmd      `cmd:"" help:"Would the contract break a consumer of an earlier one?"`
	Served    servedCmd        `cmd:"" help:"Does a running server serve this contract's document?"`
	Conforms  conformsCmd      `cmd:"" help:"Does a running server behave as the contract says?"`
}

// run runs one command and returns the exit status.
func run(ctx context.Context, args []string, p *program) int {
	var c cli
	exited := false
	parser, err := kong.New(&c,
		kong.Name("contractcheck"),
		kong.Description("Looks for drift between a contract, the code generated from it, the published contract and a running server. "+
			"The exit status is 0 for none, 1 for drift, 2 if that could not be told."),
		kong.Writers(p.stdout, p.stderr),
		kong.Vars{"version": version()},
		kong.Exit(func(int) { exited = true }), // only --help and --version exit
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(p, &c),
	)
	if err != nil {
		fmt.Fprintln(p.stderr, "contractcheck:", err)
		return dontKnow
	}
	command, err := parser.Parse(args)
	if exited {
		return same
	}
	if err != nil {
		help := "contractcheck --help"
		if e, ok := errors.AsType[*kong.ParseError](err); ok && e.Context.Selected() != nil {
			help = "contractcheck " + e.Context.Selected().Name + " --help"
		}
		fmt.Fprintf(p.stderr, "contractcheck: %v\ncontractcheck: hint: %s\n", err, help)
		return dontKnow
	}
	var r report
	r.Command = strings.Fields(command.Command())[0]
	if err := command.Run(&r); err != nil {
		r.Problem = strings.TrimSpace(err.Error())
	}
	if err := r.write(p, c.Format); err != nil {
		fmt.Fprintln(p.stderr, "contractcheck: write the report:", err)
		return dontKnow
	}
	return r.status()
}

// version is the module's, as go build took it from the tag; "(devel)" where it could not.
func version() string {
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return "(devel)"
	}
	return build.Main.Version
}

// errNotServed is an answer that is no document at all.
var errNotServed = errors.New("it is not served")

// get asks for an address. The answer's status must be 200. An https address stays one through all
// redirects: whoever sits on another hop could choose the document.
func (p *program) get(ctx context.Context, u *url.URL) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}
	client := *p.client
	client.CheckRedirect = func(next *http.Request, via []*http.Request) error {
		switch {
		case via[0].URL.Scheme == "https" && next.URL.Scheme != "https":
			return errors.New("it leads away from https")
		case len(via) >= 10:
			return errors.New("it redirects ten times")
		}
		return nil
	}
	response, err := client.Do(request)
	if err != nil {
		var failed *url.Error // its address may hold what is in the query
		if errors.As(err, &failed) {
			err = failed.Err
		}
		return nil, fmt.Errorf("get %s: %w", shown(u), err)
	}
	defer response.Body.Close()
	switch {
	case response.StatusCode == http.StatusNotFound:
		return nil, fmt.Errorf("get %s: %w: %s", shown(u), errNotServed, response.Status)
	case response.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("get %s: the answer is %s", shown(u), response.Status)
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, response.Body, maxAnswer))
	if err != nil {
		return nil, fmt.Errorf("get %s: %w", shown(u), err)
	}
	return body, nil
}

// parseURL refuses a user in the address: an address is shown, and that would be a credential.
func parseURL(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return nil, errors.New("the address must be like http://127.0.0.1:9090 or https://host/path, without a user")
	}
	return u, nil
}

// shown is an address as it is shown: its query may hold a credential.
func shown(u *url.URL) string {
	without := *u
	without.RawQuery, without.Fragment = "", ""
	return without.String()
}
