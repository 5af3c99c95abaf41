// Package faults is the fault suite: the real service beside real Redis processes and a proxy that fails,
// under load. Each of its tests is a fault, asserts what clients and operators must see of it, and adds a
// row to the table in results.md: the statuses, the worst latency, the longest time without an answer of
// 200. "make faults" runs it. It takes minutes, so "make test" does not: its files have the build tag
// faults.
//
// It knows the service from outside only: its settings, its two listeners, its log. What a fault does to
// a part is the business of that part's own tests.
package faults
