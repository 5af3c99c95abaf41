// Command roots writes the certificates that the image trusts: those of Mozilla, as the Go project keeps them.
// They come with the version in go.mod, so that the same commit makes the same image on any machine.
package main

import (
	"bufio"
	"encoding/pem"
	"fmt"
	"os"

	"golang.org/x/crypto/x509roots/fallback/bundle"
)

func main() {
	out := bufio.NewWriter(os.Stdout)
	for root := range bundle.Roots() {
		// One that is trusted with a condition only, which a file can't say, is not.
		if root.Constraint != nil {
			continue
		}
		// Both keep their first error, which Flush returns.
		_ = pem.Encode(out, &pem.Block{Type: "CERTIFICATE", Bytes: root.Certificate})
	}
	if err := out.Flush(); err != nil {
		fmt.Fprintln(os.Stderr, "roots:", err)
		os.Exit(1)
	}
}
