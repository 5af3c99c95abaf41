package main_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The tests run with the oldest versions that this project says it supports, and with newer ones.
func TestTestedVersions(t *testing.T) {
	w := readWorkflow(t, "../../.github/workflows/ci.yml")
	rows := w.Jobs["test"].Strategy.Matrix.Include
	if len(rows) < 2 {
		t.Fatalf("the tests run with %v", rows)
	}
	oldest := rows[0]
	for _, row := range rows[1:] {
		if newer(oldest["go"], row["go"]) || newer(oldest["node"], row["node"]) {
			t.Errorf("%v is not newer than the first row", row)
		}
	}
	if newest := rows[len(rows)-1]; !newer(newest["go"], w.Env["GO_VERSION"]) && newest["go"] != w.Env["GO_VERSION"] || !newer(newest["go"], oldest["go"]) || !newer(newest["node"], oldest["node"]) {
		t.Errorf("%v is not newer than %v, and as new as %s", newest, oldest, w.Env["GO_VERSION"])
	}

	if want := found(t, "../../go.mod", `(?m)^go (\S+)$`); !slices.Equal(want, []string{oldest["go"]}) {
		t.Errorf("the oldest Go is %s, and go.mod says %s", oldest["go"], want)
	}
	minor := regexp.MustCompile(`^1\.\d+`).FindString(oldest["go"])
	for _, page := range []string{"README.md", "CONTRIBUTING.md", "docs/deploy.md"} {
		if said := found(t, "../../"+page, `You need Go ([\d.]+)`); !slices.Equal(said, []string{minor}) {
			t.Errorf("the oldest Go is %s, and %s says %s", minor, page, said)
		}
	}
	for page, pattern := range map[string]string{
		"CONTRIBUTING.md":               `Node\.js (\d+)`,
		"docs/sdk.md":                   `Node (\d+)`,
		"gen/typescript/README.md":      `Node (\d+)`,
		"gen/typescript/package.json":   `"node": ">=(\d+)"`,
		"gen/console/package.json":      `"node": ">=(\d+)"`,
		"examples/browser/package.json": `"node": ">=(\d+)"`,
		"examples/login/package.json":   `"node": ">=(\d+)"`,
	} {
		if said := found(t, "../../"+page, pattern); !slices.Equal(said, []string{oldest["node"]}) {
			t.Errorf("the oldest Node is %s, and %s says %s", oldest["node"], page, said)
		}
	}
}

// docs/records.md says which servers the tests run with: those of the systems that CI runs them on.
func TestTestedServers(t *testing.T) {
	suites := map[string]string{"trixie": "Debian 13"}
	w := readWorkflow(t, "../../.github/workflows/ci.yml")
	system := strings.NewReplacer("ubuntu-", "Ubuntu ").Replace(w.Jobs["test"].Strategy.Matrix.Include[0]["os"])
	if said := found(t, "../../docs/records.md", `(?m)^\| Redis 7\.0 \((?:[^)]*, )?(\S+ \S+)\) \| all tests \|$`); !slices.Equal(said, []string{system}) {
		t.Errorf("all tests run on %s, and docs/records.md says %s", system, said)
	}
	suite := found(t, "../../.ci/servers", `suite=(\w+)`)
	if said := found(t, "../../docs/records.md", "Redis [0-9.]+, Valkey [0-9.]+ \\(([^)]+)\\) \\|.*`make other-servers`"); len(suite) != 1 || !slices.Equal(said, []string{suites[suite[0]]}) {
		t.Errorf(".ci/servers gets those of %s, and docs/records.md says %s", suite, said)
	}
}

// found has what the pattern's group matches in a file, each text once.
func found(t *testing.T, file, pattern string) []string {
	t.Helper()
	var all []string
	for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(read(t, file), -1) {
		if !slices.Contains(all, match[1]) {
			all = append(all, match[1])
		}
	}
	return all
}

// newer tells whether a version such as 1.27.x is of a later release than another. Patches don't count.
func newer(version, than string) bool {
	return slices.Compare(release(version), release(than)) > 0
}

func release(version string) []int {
	var numbers []int
	for part := range strings.SplitSeq(version, ".") {
		number, err := strconv.Atoi(part)
		if err != nil || len(numbers) == 2 {
			break
		}
		numbers = append(numbers, number)
	}
	return numbers
}
