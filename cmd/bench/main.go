// Command bench measures what checking the contract costs: the service beside two servers that check
// nothing, one plain and one as fast as it can be written, and beside one that checks as the libraries'
// own documentation does, all on one Redis, in turns, in one run.
//
// Package main owns the other servers, the records, the load and the report. It must not know how
// the service works: that runs as the program that users run. It is the only one beside store that
// writes to Redis by itself, and the only one beside gen and handlers that knows echo and kin-openapi,
// since the servers it compares with are made of them.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

type cli struct {
	Run         runCmd         `cmd:"" help:"Measure, and write the results."`
	Report      reportCmd      `cmd:"" help:"Write an earlier run's table and picture anew, and show the part of docs/benchmarks.md."`
	Plain       plainCmd       `cmd:"" help:"Serve without any check of the contract, in plain code. The run starts it."`
	Unvalidated unvalidatedCmd `cmd:"" help:"Serve without any check of the contract, as fast as possible. The run starts it."`
	Scaffold    scaffoldCmd    `cmd:"" help:"Serve with the checks of the libraries' documentation. The run starts it."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	k := kong.Parse(&cli{}, kong.Name("bench"), kong.BindTo(ctx, (*context.Context)(nil)))
	k.FatalIfErrorf(k.Run())
}
