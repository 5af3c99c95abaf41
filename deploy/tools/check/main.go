// Command check reads the files of deploy/ strictly, as the programs that use them do, and reports what these would
// refuse or ignore. It needs no network, cluster or daemon, and knows nothing of the service: with "metrics" it
// prints the names of the metrics that the dashboard and the alerts query, for the service's own tests to compare.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	if len(os.Args) < 2 || len(os.Args) > 3 || len(os.Args) == 3 && os.Args[2] != "metrics" {
		fmt.Fprintln(os.Stderr, "usage: check DEPLOY [metrics]")
		os.Exit(2)
	}
	names, err := check(os.Args[1])
	if len(os.Args) == 3 {
		fmt.Println(strings.Join(names, "\n"))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// check returns the names of metrics, and all faults.
func check(deploy string) ([]string, error) {
	names, err := metrics(filepath.Join(deploy, "grafana", "session-tokens.json"), filepath.Join(deploy, "prometheus", "alerts.yaml"))
	return names, errors.Join(err, containerfile(filepath.Join(deploy, "Containerfile")),
		kubernetes(filepath.Join(deploy, "kubernetes")), compose(filepath.Join(deploy, "compose.yaml")))
}
