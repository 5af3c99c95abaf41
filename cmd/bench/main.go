// Command bench measures the cost of checking the contract. In one run, on one Redis and in turns, it compares the
// service with two servers that check nothing, one written plainly and one tuned, and with a server that validates
// as the libraries' documentation suggests.
//
// Package main owns the other servers, the records, the load and the report. It must not know how the service
// works: it runs the program that users run. Besides package store it is the only one that writes to Redis itself,
// and besides gen and handlers the only one that imports echo and kin-openapi, since the other servers are built
// with them.
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
