package report

import (
	"cmp"
	"net/url"
	"path/filepath"
	"strings"
)

// The objects of a SARIF log, version 2.1.0, of what GitHub's code scanning reads.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool struct {
			Driver sarifDriver `json:"driver"`
		} `json:"tool"`
		Invocations []sarifInvocation `json:"invocations"`
		Results     []sarifResult     `json:"results"`
	}
	sarifDriver struct {
		Name  string      `json:"name"`
		Rules []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID    string    `json:"id"`
		Short sarifText `json:"shortDescription"`
	}
	sarifInvocation struct {
		Successful    bool                `json:"executionSuccessful"`
		Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Level   string    `json:"level"`
		Message sarifText `json:"message"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations,omitempty"`
		Fingerprints map[string]string `json:"partialFingerprints"`
	}
	sarifLocation struct {
		Physical struct {
			Artifact struct {
				URI string `json:"uri"`
			} `json:"artifactLocation"`
			Region struct {
				StartLine int `json:"startLine"`
			} `json:"region"`
		} `json:"physicalLocation"`
		Logical []sarifLogical `json:"logicalLocations,omitempty"`
	}
	sarifLogical struct {
		Name string `json:"fullyQualifiedName"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
)

// sarif returns a SARIF log of one run: a rule for each check, a result for each finding, and what was not looked at among the notifications.
func (r *Report) sarif() (string, error) {
	r = r.shown()
	run := sarifRun{Results: []sarifResult{}, Invocations: []sarifInvocation{{Successful: r.Problem == ""}}}
	run.Tool.Driver = sarifDriver{Name: "contractcheck", Rules: []sarifRule{}}
	index := map[string]int{}
	for _, f := range r.Findings {
		id := r.Command + "/" + cmp.Or(f.Check, "differs")
		if _, known := index[id]; !known {
			index[id] = len(index)
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{id, sarifText{"contractcheck " + r.Command + ": " + cmp.Or(f.Check, "differs")}})
		}
		run.Results = append(run.Results, sarifResult{
			RuleID: id, RuleIndex: index[id], Level: string(f.level()), Message: sarifText{f.text()}, Locations: r.locations(f),
			Fingerprints: map[string]string{"contractcheck/v1": r.fingerprint(f, f.Operation)},
		})
	}
	notify := func(level, text string) {
		all := &run.Invocations[0].Notifications
		*all = append(*all, sarifNotification{level, sarifText{text}})
	}
	if r.Problem != "" {
		notify("error", r.Problem)
	}
	for _, note := range r.Notes {
		notify("note", note)
	}
	return encodeJSON(sarifLog{Schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run}})
}

// locations returns where a finding is; without a file of its own, in the contract.
func (r *Report) locations(f Finding) []sarifLocation {
	file := cmp.Or(f.File, r.Contract)
	if file == "" {
		return nil
	}
	var l sarifLocation
	l.Physical.Artifact.URI = fileURI(file)
	l.Physical.Region.StartLine = max(f.Line, 1)
	if f.Operation != "" {
		l.Logical = []sarifLogical{{f.Operation}}
	}
	return []sarifLocation{l}
}

// fileURI returns a file's name as a URI reference: relative, if the name is.
func fileURI(name string) string {
	if strings.Contains(name, "://") {
		return name
	}
	u := url.URL{Path: filepath.ToSlash(name)}
	if filepath.IsAbs(name) {
		u.Scheme = "file"
	}
	return u.String()
}
