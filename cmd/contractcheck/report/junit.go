package report

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"strings"
)

// The elements of a JUnit report that Jenkins and GitLab read.
type (
	junitSuites struct {
		XMLName xml.Name   `xml:"testsuites"`
		Suite   junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Cases    []junitCase `xml:"testcase"`
		Notes    string      `xml:"system-out,omitempty"`
	}
	junitCase struct {
		Class    string         `xml:"classname,attr"`
		Name     string         `xml:"name,attr"`
		Skipped  string         `xml:"skipped,omitempty"`
		Errors   []junitFailure `xml:"error"`
		Failures []junitFailure `xml:"failure"`
		Said     string         `xml:"system-out,omitempty"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// junit returns a JUnit report: a test case for each operation and check, and for each finding that belongs to none.
func (r *Report) junit() (string, error) {
	r = r.shown()
	suite := junitSuite{Name: strings.TrimSpace("contractcheck " + r.Command + " " + r.Contract), Notes: strings.Join(r.Notes, "\n")}
	rows, findings := r.covered()
	for i, c := range rows {
		suite.add(r.testCase(c, findings[i]))
	}
	if r.Problem != "" || len(suite.Cases) == 0 {
		test := junitCase{Class: r.Command, Name: r.Command}
		if r.Problem != "" {
			test.Errors = []junitFailure{{Message: "could not tell", Type: "unknown", Text: r.Problem}}
		}
		suite.add(test)
	}
	out, err := xml.MarshalIndent(junitSuites{Suite: suite}, "", "  ")
	return xml.Header + string(out) + "\n", err
}

func (s *junitSuite) add(test junitCase) {
	s.Tests++
	s.Failures += min(1, len(test.Failures))
	s.Errors += min(1, len(test.Errors))
	if test.Skipped != "" {
		s.Skipped++
	}
	s.Cases = append(s.Cases, test)
}

// testCase returns the test case of an operation and check.
func (r *Report) testCase(c Coverage, findings []Finding) junitCase {
	test := junitCase{Class: cmp.Or(c.Operation, r.Command), Name: cmp.Or(c.Check, r.Command)}
	for _, f := range findings {
		if r.fails(f) {
			test.Failures = append(test.Failures, junitFailure{Message: f.Message, Type: cmp.Or(f.Check, r.Command), Text: f.located()})
		} else {
			test.Said += f.located() + "\n"
		}
	}
	switch {
	case c.State == NotChecked:
		test.Skipped = c.Reason
	case c.State == Failed && len(test.Failures) == 0 && test.Said == "" && r.Status() == Drift:
		test.Failures = []junitFailure{{Message: "what was found is listed elsewhere: at the document, or at the first operation for which it was found", Type: c.Check}}
	case c.Reason != "":
		test.Said += "checked in part: " + c.Reason + "\n"
	}
	return test
}

// located returns a finding as plain text, with its file and line.
func (f Finding) located() string {
	if f.File == "" {
		return f.text()
	}
	return fmt.Sprintf("%s:%d: %s", f.File, max(f.Line, 1), f.text())
}
