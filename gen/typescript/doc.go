// Package typescript is the TypeScript SDK, an npm package; there is no Go in it. It uses the same wire format as
// package gen, for programs in Node and in browsers, and shares no code with it.
//
// It has one entry per contract, since two packages would need a third for their common code. For the first
// contract src/contract.gen.ts is generated and src/index.ts adds the credential; for the control contract these
// are src/control.gen.ts and src/control.ts. The rest of src is common to both, such as time-outs and which
// responses to refuse. A third entry, src/element.ts, is a list for account pages, built on the first entry; it
// alone is specific to browsers. To regenerate the generated files, run "make sdk".
package typescript

//go:generate npm ci --ignore-scripts
//go:generate npm run --silent generate
