// Package console is the page on which people find a user's sessions and end them: its sources in TypeScript, and
// what they are bundled into, which [Files] returns. It speaks the control contract through the generated client of
// package typescript, its neighbour, and knows nothing else of the service. Package handlers/console serves it.
//
// To change it, change src and run "make sdk": that takes Node. To build the service does not.
package console

import "embed"

// The bundle has the client in it, so that is generated first.
//
//go:generate go generate ../typescript
//go:generate npm ci --ignore-scripts
//go:generate npm run --silent generate

//go:embed index.html icon.svg console.gen.js console.gen.css
var files embed.FS

// Files are the page, index.html, and all that it loads.
func Files() embed.FS { return files }
