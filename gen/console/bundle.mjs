// node bundle.mjs: writes console.gen.js and console.gen.css, always the same for the same sources.
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
    lineLimit: 160, // so that a difference can be read
    legalComments: "none", // what is below has them whole
    metafile: true,
    logLevel: "warning",
});

// The licences of what is bundled must come with it.
const used = new Set(Object.keys(metafile.inputs).map((file) => file.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0]).filter(Boolean));
for (const folder of [...used].sort((a, b) => (a.replace(/.*node_modules/, "") < b.replace(/.*node_modules/, "") ? -1 : 1))) {
    const { name, version } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
    const licence = readFileSync(`${folder}/LICENSE`, "utf8").replaceAll("\r", "").trim();
    appendFileSync("console.gen.js", `/*! ${name} ${version}\n\n${licence.replaceAll("*/", "* /")}\n*/\n`);
}
