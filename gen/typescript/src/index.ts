/**
 * A typed client of the contract: openapi-fetch with one credential, a limit on time and size, and no
 * answer that the contract does not document.
 */
import type { Client } from "openapi-fetch";
import createClient from "openapi-fetch";
import type { Fetch } from "./bounded.js";
import { bounded } from "./bounded.js";
import type { components, paths } from "./contract.gen.js";
import { contract } from "./contract.gen.js";
import { documentedOnly } from "./documented.js";

export { UnexpectedResponseError } from "./unexpected.js";
export type { Fetch, components, paths };

/** The contract's Error, which has another name in JavaScript already. */
export type ContractError = components["schemas"]["Error"];
export type SessionObject = components["schemas"]["SessionObject"];
export type RefreshTokenObject = components["schemas"]["RefreshTokenObject"];
/** The whole answer to a list. */
export type SessionTokens = paths["/accounts/session-tokens"]["get"]["responses"][200]["content"]["application/json"];

/** Either of the contract's two credentials. */
export type Credential = { bearer: string; apiKey?: never } | { apiKey: string; bearer?: never };

export interface Options {
  /** Where the service is, an http or https URL; by default the contract's server. */
  baseUrl?: string;
  /** The longest that a call takes, with its body, in milliseconds up to 2147483647; by default 10000. */
  timeout?: number;
  /** The largest body of an answer that is read, in bytes after decompression; by default 16777216. */
  maxBytes?: number;
  /**
   * How many times more a GET is tried when the connection is lost or the answer is a 503, all within the
   * timeout; by default 2.
   */
  retries?: number;
  /** What sends a request, instead of the global fetch. */
  fetch?: Fetch;
}

export type SessionTokensClient = Client<paths>;

/**
 * Makes a client. Of a call's result, `data` is the documented answer and `error` the documented refusal.
 * A call rejects with an UnexpectedResponseError for any other answer, with a TimeoutError when it takes
 * too long, with a TypeError when the service can't be reached or redirects.
 *
 * @throws TypeError if a parameter is not usable; its message never holds the credential.
 */
export function createSessionTokensClient(credential: Credential, options: Options = {}): SessionTokensClient {
  // An unset variable must not send a credential to the contract's server.
  if ("baseUrl" in options && !options.baseUrl) throw new TypeError("baseUrl is empty: is it set?");
  const { baseUrl = contract.servers[0], timeout = 10_000, maxBytes = 16 * 1024 * 1024, retries = 2, fetch = globalThis.fetch } = options;
  checkBaseUrl(baseUrl);
  checkWholeNumber("timeout", timeout, 2 ** 31 - 1); // what setTimeout can wait
  checkWholeNumber("maxBytes", maxBytes, Number.MAX_SAFE_INTEGER);
  checkWholeNumber("retries", retries, 10, 0);
  const client = createClient<paths>({
    baseUrl,
    headers: headers(credential),
    redirect: "error", // a browser or Node would send an API key to wherever it leads
    fetch: bounded(fetch, timeout, maxBytes, retries),
  });
  client.use(documentedOnly);
  return client;
}

// Does not compile if the contract's schemes are no longer those that headers can send.
const schemes: {
  bearerAuth: { type: "http"; scheme: "bearer" };
  apiKeyAuth: { type: "apiKey"; in: "header"; name: string };
} = contract.securitySchemes;

function headers(credential: Credential): Record<string, string> {
  if (typeof credential !== "object" || credential === null) throw new TypeError("give a credential: { bearer } or { apiKey }");
  const named = (["bearer", "apiKey"] as const).filter((name) => name in credential);
  const given = named.filter((name) => credential[name] != null);
  const [name = named[0]] = given;
  if (!name || given.length > 1) throw new TypeError("give either bearer or apiKey");
  const value = checkCredential(name, credential[name]);
  return name === "bearer" ? { Authorization: `Bearer ${value}` } : { [schemes.apiKeyAuth.name]: value };
}

// Headers would refuse most of these too, but with a message that shows the credential.
function checkCredential(name: string, value: unknown): string {
  if (value == null || value === "") throw new TypeError(`${name} is ${value === "" ? "empty" : value}: is it set?`);
  if (name === "bearer" && typeof value === "string" && /^\s*bearer(\s|$)/i.test(value)) throw new TypeError("give the token without the word Bearer");
  if (typeof value === "string" && /^[\x21-\x7e]+$/.test(value)) return value;
  throw new TypeError(`${name} must be a text of visible ASCII characters without spaces`);
}

function checkBaseUrl(baseUrl: string): void {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
    throw new TypeError("baseUrl must be an http or https URL without user, query and fragment");
}

function checkWholeNumber(name: string, value: number, most: number, least = 1): void {
  if (!Number.isSafeInteger(value) || value < least || value > most) throw new TypeError(`${name} must be a whole number from ${least} to ${most}`);
}
