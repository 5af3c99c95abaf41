// node bundle.mjs: writes console.gen.js and console.gen.css. The output depends only on the sources.
import { appendFileSync, readFileSync } from "node:fs";
import { build } from "esbuild";

const { metafile } = await build({
    entryPoints: { "console.gen": "src/main.tsx" },
    outdir: ".",
    bundle: true,
    minify: true,
    target: "es2022",
    format: "esm",
    jsx: "automatic",
    jsxImportSource: "preact",
    charset: "utf8",
    lineLimit: 160, // keeps diffs readable
    legalComments: "none", // the full licences are appended below
    metafile: true,
    logLevel: "warning",
});

// The licences of bundled packages must be distributed with the bundle.
const used = new Set(Object.keys(metafile.inputs).map((file) => file.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0]).filter(Boolean));
for (const folder of [...used].sort((a, b) => (a.replace(/.*node_modules/, "") < b.replace(/.*node_modules/, "") ? -1 : 1))) {
    const { name, version } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
    const licence = readFileSync(`${folder}/LICENSE`, "utf8").replaceAll("\r", "").trim();
    appendFileSync("console.gen.js", `/*! ${name} ${version}\n\n${licence.replaceAll("*/", "* /")}\n*/\n`);
}
