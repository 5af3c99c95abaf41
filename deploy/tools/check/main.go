// Command check reads the files of deploy/ as the programs that they are for do, strictly, and says what these
// would refuse or pass over. It needs no network, no cluster and no daemon, and knows nothing of the service: with
// "metrics" it prints the names that dashboard and alerts ask Prometheus for, and the service's own tests compare.
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

// check returns the names of metrics, and all that is wrong.
func check(deploy string) ([]string, error) {
	names, err := metrics(filepath.Join(deploy, "grafana", "session-tokens.json"), filepath.Join(deploy, "prometheus", "alerts.yaml"))
	return names, errors.Join(err, containerfile(filepath.Join(deploy, "Containerfile")),
		kubernetes(filepath.Join(deploy, "kubernetes")), compose(filepath.Join(deploy, "compose.yaml")))
}
