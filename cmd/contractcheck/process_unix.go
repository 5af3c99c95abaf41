//go:build unix

package main

import (
	"os/exec"
	"syscall"
	"time"
)

// ownGroup has the command and all that it starts killed when its context ends, by a process group of their own: "go generate" starts
// "go run", which starts a generator, and npm starts node.
func ownGroup(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
	command.WaitDelay = time.Second // what has left the group may still hold the pipe
}
