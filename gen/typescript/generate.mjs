// node generate.mjs CONTRACT FILE: writes the contract's types, by openapi-typescript, and after them what a
// client must know of it when it runs.
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString, COMMENT_HEADER } from "openapi-typescript";

const [from, to] = process.argv.slice(2);
const document = JSON.parse(await readFile(from, "utf8"));

function operation({ security = document.security, requestBody, responses }) {
    const request = requestBody && Object.keys(resolved(requestBody).content);
    return { security, request, responses: map(responses, required) };
}

/** Of each media type, the properties that its schema requires at the top. */
function required(response) {
    return map(resolved(response).content ?? {}, ({ schema = {} }) => resolved(schema).required ?? []);
}

function resolved(value) {
    return value.$ref ? value.$ref.slice("#/".length).split("/").reduce((at, name) => at[name], document) : value;
}

function map(object, change, keep = () => true) {
    return Object.fromEntries(Object.entries(object).filter(([, value]) => keep(value)).map(([name, value]) => [name, change(value)]));
}

const contract = {
    servers: document.servers.map(({ url }) => url),
    securitySchemes: document.components.securitySchemes,
    paths: map(document.paths, (item) => map(item, operation, ({ responses }) => responses)),
};

await writeFile(to, `${COMMENT_HEADER}${astToString(await openapiTS(document))}
/** Servers, credentials, and of each documented status the media types with their required properties. */
export const contract = ${JSON.stringify(contract, null, 4)} as const;
`);
