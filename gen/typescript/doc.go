// Package typescript is the TypeScript SDK, an npm package; there is no Go in it. It speaks the wire
// as package gen does, for programs in Node and in browsers, and shares no code with it.
//
// It has an entry for each contract, since two packages would need a third for what both do with a call. For
// the first contract src/contract.gen.ts is generated and src/index.ts says where a credential goes, for the
// control contract src/control.gen.ts and src/control.ts; the rest of src is what neither can say: how long to
// wait, which answers to refuse. A third entry, src/element.ts, is a list for account pages, made with the
// first; it alone knows that there are browsers. To generate it anew, run "make sdk".
package typescript

//go:generate npm ci --ignore-scripts
//go:generate npm run --silent generate
