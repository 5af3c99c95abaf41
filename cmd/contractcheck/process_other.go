//go:build !unix

package main

import (
	"os/exec"
	"time"
)

// ownGroup has the command killed when its context ends. What it started goes on: only Unix has process groups.
func ownGroup(command *exec.Cmd) { command.WaitDelay = time.Second }
