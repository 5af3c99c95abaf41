// Package faults is the fault suite: the real service with real Redis processes and a failing proxy, under load.
// Each test injects a fault, asserts what clients and operators see of it, and adds a row to the table in
// results.md: the statuses, the worst latency, the longest time without a 200. "make faults" runs it. It takes
// minutes, so its files have the build tag faults and "make test" skips them.
//
// It knows the service only from the outside: its settings, its listeners and its log. The effects of a fault on a
// part of the service are covered by that part's own tests.
package faults
