// Command session-tokens serves the live session tokens of a user and manages the records behind them.
//
// Package main owns flags, environment, files and the text that people read. It knows nothing about the wire format
// (see package handlers) or about Redis (see package store). The function main handles only signals and the exit
// status: 0 for success; 1 for a failure; 2 if everything is done, but on fewer replicas than --wait-replicas
// requires; 3 if doctor found something, and 4 if it was interrupted.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"github.com/quiva-ai/session-tokens/store"
)

func main() {
	// Without SIGPIPE, a reader that went away causes a write error rather than the end of the program: the service
	// goes on answering, and a command can report the error.
	signal.Ignore(syscall.SIGPIPE)
	settleEnvironment()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	err := run(ctx, os.Args[1:], &program{
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, env: os.Getenv, environ: os.Environ, now: time.Now,
		hangup: func() <-chan os.Signal {
			again := make(chan os.Signal, 1)
			signal.Notify(again, syscall.SIGHUP)
			return again
		},
	})
	stop()
	switch {
	case errors.Is(err, errShort):
		os.Exit(2)
	case errors.Is(err, errFound):
		os.Exit(3)
	case errors.Is(err, errInterrupted):
		os.Exit(4)
	case err != nil:
		os.Exit(1)
	}
}

// program is a command's view of its surroundings.
type program struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	env            func(string) string // for the secrets, which have no flags
	environ        func() []string
	unknown        []string                // environment variables that look like settings but are not
	hangup         func() <-chan os.Signal // delivers SIGHUP from now on, which then no longer ends the program
	now            func() time.Time
}

// cli holds every command and setting. docs/configuration.md lists the settings; a test compares them.
type cli struct {
	Serve      serveCmd      `cmd:"" help:"Answer the contract's operations."`
	Import     importCmd     `cmd:"" help:"Store records from NDJSON."`
	List       listCmd       `cmd:"" help:"Show a user's live records."`
	Revoke     revokeCmd     `cmd:"" help:"End records of a user."`
	Suspend    suspendCmd    `cmd:"" help:"Refuse a session's bearer until it is resumed."`
	Resume     resumeCmd     `cmd:"" help:"Accept a suspended session's bearer again."`
	APIKey     apiKeyCmd     `cmd:"" name:"apikey" help:"Make, list and revoke API keys."`
	ControlKey controlKeyCmd `cmd:"" name:"controlkey" help:"Make, list and revoke control keys."`
	Events     eventsCmd     `cmd:"" help:"Print what became of sessions, refresh tokens and API keys."`
	Token      tokenCmd      `cmd:"" help:"Sign a bearer token, for development."`
	Health     healthCmd     `cmd:"" help:"Ask a service on this machine whether it is well."`
	Doctor     doctorCmd     `cmd:"" help:"Say what is wrong with Redis and with what it holds."`
	Completion completionCmd `cmd:"" help:"Print a shell completion script."`
	Man        manCmd        `cmd:"" help:"Print the man page."`

	Version kong.VersionFlag `help:"Show the version."`
}

// errShown is returned when the messages have been printed already.
var errShown = errors.New("failed")

// errShort is an errShown: everything is done, but on fewer replicas than required.
var errShort = fmt.Errorf("%w: short of replicas", errShown)

// run runs one command. It prints problems to stderr, one per line, before it returns.
func run(ctx context.Context, args []string, p *program) error {
	out := &output{to: p.stdout}
	p.stdout = out
	var commands cli
	exited := false
	parser, err := kong.New(&commands,
		kong.Name(name),
		kong.Description("Which sessions of mine are live right now? Records are kept in Redis; the contract says what they look like."),
		kong.Vars{"version": version()},
		kong.Writers(p.stdout, p.stderr),
		kong.Exit(func(int) { exited = true }), // only --help and --version call it
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(p),
	)
	if err != nil {
		return p.complain(err)
	}
	p.unknown = unknownSettings(p.environ(), parser.Model)
	command, err := parser.Parse(helpIsAFlag(args))
	if lost := out.failed(); exited || lost != nil { // only help and version text has been written so far
		return p.complain(lost)
	}
	var parse *kong.ParseError
	if errors.As(err, &parse) {
		command = parse.Context
	} else if err == nil {
		err = emptySettings(command)
	}
	if err != nil {
		hint := pathOf(command) + " --help"
		if strings.HasPrefix(err.Error(), "unknown flag") {
			hint += "\nhint: after -- nothing is a flag: session-tokens list -- -u1"
		}
		return p.complain(fmt.Errorf("%w\nhint: %s", err, hint))
	}
	err = command.Run()
	if lost := out.failed(); lost != nil && (done(err) || errors.Is(err, errFound)) {
		_ = p.complain(err)
		err = fmt.Errorf("%w\nhint: what was asked for is done, it only can't be shown", lost)
	}
	return p.complain(err)
}

const name = "session-tokens"

// helpIsAFlag rewrites "help serve" to "serve --help".
func helpIsAFlag(args []string) []string {
	if len(args) > 0 && args[0] == "help" {
		return append(slices.Clone(args[1:]), "--help")
	}
	return args
}

// pathOf returns the command's path as far as it was parsed.
func pathOf(command *kong.Context) string {
	if command == nil || command.Selected() == nil {
		return name
	}
	return command.Selected().FullPath()
}

// output is standard output. It keeps the first write error: a command whose result could not be written must not
// exit as if it had been.
type output struct {
	to  io.Writer
	mu  sync.Mutex // not held while writing, which may block indefinitely
	err error
}

func (o *output) Write(text []byte) (int, error) {
	n, err := o.to.Write(text)
	if err != nil {
		o.mu.Lock()
		defer o.mu.Unlock()
		if o.err == nil {
			o.err = fmt.Errorf("standard output can't be written: %w", err)
		}
	}
	return n, err
}

func (o *output) failed() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.err
}

// version returns the module version that go build derived from the tag, or "(devel)".
func version() string {
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return "(devel)"
	}
	return build.Main.Version
}

// complain prints each problem on its own line.
func (p *program) complain(err error) error {
	if err == nil || errors.Is(err, errShown) {
		return err
	}
	text, hints := named(err)
	for line := range strings.Lines(text + hints) {
		fmt.Fprintf(p.stderr, "session-tokens: %s\n", strings.TrimRight(line, "\n"))
	}
	if errors.Is(err, store.ErrReplicas) {
		return errShort
	}
	return errShown
}
