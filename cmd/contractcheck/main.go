// Command contractcheck tells whether a contract, the code generated from it, the published contract
// and a running server are still the same.
//
// Package main owns the commands and their settings, what they read and run, and nothing else: documents reads OpenAPI
// documents, compare finds what differs between two and whom it breaks, conform asks a running server, and report
// writes what was found. All know servers from outside only, and nothing of this project's service: contractcheck must build and
// run when the generated code does not.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/report"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal does not wait for what the first began
	status := run(ctx, os.Args[1:], &program{
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, client: &http.Client{Timeout: 30 * time.Second},
	})
	stop()
	os.Exit(status)
}

// program is the standard input, output and error, and the HTTP client, that commands use.
type program struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	client         *http.Client
}

// cli is the command line: settings and commands.
type cli struct {
	Version       kong.VersionFlag `config:"-" help:"Show the version."`
	Format        string           `enum:"${formats}" default:"text" help:"How the report is written: text, json (one object), github (annotations of a workflow), junit, sarif (2.1.0), or html (one page)."`
	Report        []reportFile     `sep:"none" placeholder:"FORMAT=FILE" help:"Write the report to a file too, in another format; repeatable."`
	FailOn        report.Level     `enum:"error,warning,note,none" default:"note" placeholder:"LEVEL" help:"The lowest level of a finding that is a failure: error, warning, note, or none. Default: note, so any finding is. Errors break a consumer or the contract. Warnings may, or break a rule that is not the contract's. Notes are about text for people."`
	Accept        string           `placeholder:"FILE" help:"Findings that are accepted, and so are no failures: one on each line, as --write-accepted writes them. A line that matches nothing any more is noted."`
	WriteAccepted bool             `config:"-" help:"Write what is found to the file that --accept names, which makes it accepted. Comments, and what other commands found, stay in the file."`
	Config        string           `config:"-" placeholder:"FILE" help:"A file with settings, of YAML or JSON: what flags set, by their names, with those of one command below its name. Flags go before it. Default: .contractcheck.yaml, if that is there."`
	Contract      string           `default:"openapi.json" placeholder:"FILE" help:"The contract, an OpenAPI 3.0 or 3.1 document. Default: openapi.json."`
	Generated     generatedCmd     `cmd:"" help:"Does gen/, beside the contract, hold what the contract generates?"`
	Upstream      upstreamCmd      `cmd:"" help:"Has the published contract moved?"`
	Breaking      breakingCmd      `cmd:"" help:"Would the contract break a consumer of an earlier one?"`
	Served        servedCmd        `cmd:"" help:"Does a running server serve this contract's document?"`
	Conforms      conformsCmd      `cmd:"" help:"Does a running server behave as the contract says?"`
}

// run runs one command and returns the exit status.
func run(ctx context.Context, args []string, p *program) int {
	var c cli
	exited := false
	parser, err := newParser(ctx, &c, p, func() { exited = true })
	if err != nil {
		fmt.Fprintln(p.stderr, "contractcheck:", err)
		return report.Unknown
	}
	command, err := parser.Parse(args)
	if exited {
		return report.Same
	}
	if err != nil {
		help := "contractcheck --help"
		if e, ok := errors.AsType[*kong.ParseError](err); ok && e.Context.Selected() != nil {
			help = "contractcheck " + e.Context.Selected().Name + " --help"
		}
		fmt.Fprintf(p.stderr, "contractcheck: %v\ncontractcheck: hint: %s\n", err, help)
		return report.Unknown
	}
	r := report.Report{FailOn: c.FailOn}
	r.Command, r.Contract = strings.Fields(command.Command())[0], c.Contract
	accepted, err := c.baseline(commandNames(parser.Model))
	if err == nil {
		err = command.Run(&r)
	}
	interrupted := err != nil && ctx.Err() != nil
	switch {
	case interrupted:
		r.Problem = "interrupted" // whatever became of it then
	case err != nil:
		r.Problem = strings.TrimSpace(err.Error())
	}
	if err := c.accept(&r, accepted, interrupted); err != nil {
		r.Problem = strings.TrimSpace(r.Problem + "\n" + err.Error())
	}
	err = errors.Join(writeReports(&r, c.Report), r.Write(p.stdout, p.stderr, c.Format))
	if err != nil {
		fmt.Fprintln(p.stderr, "contractcheck: write the report:", err)
		return report.Unknown
	}
	return r.Status()
}

// newParser returns the parser of the command line. It calls exit where kong would end the program.
func newParser(ctx context.Context, c *cli, p *program, exit func()) (*kong.Kong, error) {
	return kong.New(c,
		kong.Name("contractcheck"),
		kong.Description("Looks for drift between a contract, the code generated from it, the published contract and a running server. "+
			"The exit status is 0 for none, 1 for drift, 2 if that could not be told."),
		kong.Writers(p.stdout, p.stderr),
		kong.Vars{"version": version(), "formats": report.Formats},
		kong.Exit(func(int) { exit() }), // only --help and --version exit
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(p, c),
	)
}

// commandNames returns the names of the commands.
func commandNames(app *kong.Application) []string {
	var names []string
	for _, command := range app.Children {
		names = append(names, command.Name)
	}
	return names
}

// version returns the module's version, which go build takes from the git tag, or "(devel)".
func version() string {
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return "(devel)"
	}
	return build.Main.Version
}
