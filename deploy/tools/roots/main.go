// Command roots writes the root certificates that the image trusts: Mozilla's, as packaged by the Go project. Their
// version is in go.mod, so that a commit produces the same image on any machine.
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
		// Skip roots that are trusted only under constraints, which a PEM file can't express.
		if root.Constraint != nil {
			continue
		}
		// Encode and Flush report the same error, since the Writer keeps the first one.
		_ = pem.Encode(out, &pem.Block{Type: "CERTIFICATE", Bytes: root.Certificate})
	}
	if err := out.Flush(); err != nil {
		fmt.Fprintln(os.Stderr, "roots:", err)
		os.Exit(1)
	}
}
