// Command session-tokens serves the live session tokens of a user, and changes what is kept of them.
//
// Package main owns flags, environment, files and what people read: it decides nothing about the
// wire (package handlers does) or about Redis (package store does). main itself decides only signals
// and the exit status: 0; 1 after any failure; 2 where all is done, but not yet on as many replicas as
// --wait-replicas says; 3 where doctor found something, and 4 where it was interrupted.
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
	// A reader that went away is an error of what writes, never the end of the program: answers go on, and
	// a command can say what it could not.
	signal.Ignore(syscall.SIGPIPE)
	settleEnvironment()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal does not wait for what the first began
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

// program is what a command has of the world around it.
type program struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	env            func(string) string // for the secrets, which have no flag
	environ        func() []string
	unknown        []string                // variables that look like settings, and are none
	hangup         func() <-chan os.Signal // SIGHUP from now on, instead of the end of the program
	now            func() time.Time
}

// cli is every command and setting. docs/configuration.md lists the settings; a test compares.
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

// errShown ends a program whose messages have been printed already.
var errShown = errors.New("failed")

// errShort is an errShown where what was asked for is done, and only not yet on as many replicas as it should be.
var errShort = fmt.Errorf("%w: short of replicas", errShown)

// run runs one command. Problems go to stderr, a line each, before it returns.
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
		kong.Exit(func(int) { exited = true }), // only --help and --version exit
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(p),
	)
	if err != nil {
		return p.complain(err)
	}
	p.unknown = unknownSettings(p.environ(), parser.Model)
	command, err := parser.Parse(helpIsAFlag(args))
	if lost := out.failed(); exited || lost != nil { // nothing else was written so far
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

// helpIsAFlag reads "help serve" as "serve --help".
func helpIsAFlag(args []string) []string {
	if len(args) > 0 && args[0] == "help" {
		return append(slices.Clone(args[1:]), "--help")
	}
	return args
}

// pathOf is the command as far as it was understood.
func pathOf(command *kong.Context) string {
	if command == nil || command.Selected() == nil {
		return name
	}
	return command.Selected().FullPath()
}

// output is standard output. It keeps the first error: no command that can't show its result may end as
// if it had.
type output struct {
	to  io.Writer
	mu  sync.Mutex // not held while writing, which may take for ever
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

// version is the module's, as go build took it from the tag; "(devel)" where it could not.
func version() string {
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return "(devel)"
	}
	return build.Main.Version
}

// complain prints each problem on a line of its own.
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
