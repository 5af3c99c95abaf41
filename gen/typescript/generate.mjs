// Writes src/contract.gen.ts: the contract's types, by openapi-typescript, and after them what a client
// must know of it when it runs.
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString, COMMENT_HEADER } from "openapi-typescript";

const document = JSON.parse(await readFile(new URL("../../openapi.json", import.meta.url), "utf8"));

function operation({ security = document.security, responses }) {
    return { security, responses: map(responses, required) };
}

/** Of each media type, the properties that its schema requires at the top. */
function required({ $ref, content = {} }) {
    if ($ref) throw new Error(`generate: the response ${$ref} must be written where it is used`);
    return map(content, ({ schema = {} }) => resolved(schema).required ?? []);
}

function resolved(schema) {
    return schema.$ref ? schema.$ref.slice("#/".length).split("/").reduce((at, name) => at[name], document) : schema;
}

function map(object, change, keep = () => true) {
    return Object.fromEntries(Object.entries(object).filter(([, value]) => keep(value)).map(([name, value]) => [name, change(value)]));
}

const contract = {
    servers: document.servers.map(({ url }) => url),
    securitySchemes: document.components.securitySchemes,
    paths: map(document.paths, (item) => map(item, operation, ({ responses }) => responses)),
};

await writeFile(new URL("src/contract.gen.ts", import.meta.url), `${COMMENT_HEADER}${astToString(await openapiTS(document))}
/** Servers, credentials, and of each documented status the media types with their required properties. */
export const contract = ${JSON.stringify(contract, null, 4)} as const;
`);
