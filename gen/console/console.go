// Package console is the web page on which operators find a user's sessions and end them: its TypeScript sources,
// and the bundle made from them, which [Files] returns. It uses the control contract through the generated client
// in package typescript, its neighbour, and knows nothing else of the service. Package handlers/console serves it.
//
// To change the page, change src and run "make sdk", which needs Node. Building the service does not.
package console

import "embed"

// The bundle includes the client, so the client is generated first.
//
//go:generate go generate ../typescript
//go:generate npm ci --ignore-scripts
//go:generate npm run --silent generate

//go:embed index.html icon.svg console.gen.js console.gen.css
var files embed.FS

// Files returns the page, index.html, and everything that it loads.
func Files() embed.FS { return files }
