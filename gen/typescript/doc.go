// Package typescript is the TypeScript SDK, an npm package; there is no Go in it. It speaks the wire
// as package gen does, for programs in Node and in browsers, and shares no code with it.
//
// src/contract.gen.ts is generated from openapi.json; the rest of src is what a contract can't say:
// where a credential goes, how long to wait, which answers to refuse. To generate it anew, run
// "make sdk".
package typescript

//go:generate npm ci --ignore-scripts
//go:generate npm run --silent generate
