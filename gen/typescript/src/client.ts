/** What the clients of both contracts have in common: arguments, limits and which responses to refuse. */
import type { Client } from "openapi-fetch";
import createClient, { defaultPathSerializer } from "openapi-fetch";
import type { Fetch } from "./bounded.js";
import { bounded } from "./bounded.js";
import type { Operations } from "./documented.js";
import { documentedOnly } from "./documented.js";

export interface Limits {
  /** The time-out of a call including its body and retries, in milliseconds; at most 2147483647. */
  timeout: number;
  /** The maximum size of a response body, in bytes after decompression; by default 16777216. */
  maxBytes?: number;
  /**
   * How many times a GET is retried, within the timeout, if the connection is lost or the response is a 503;
   * from 0 to 10, by default 2.
   */
  retries?: number;
  /** Sends requests instead of the global fetch. */
  fetch?: Fetch;
}

/** Returns a client of a contract's operations that sends the headers, which include a credential. */
export function clientOf<Paths extends {}>(baseUrl: string, headers: Record<string, string>, operations: Operations, limits: Limits): Client<Paths> {
  const { timeout, maxBytes = 16 * 1024 * 1024, retries = 2, fetch = globalThis.fetch } = limits;
  checkBaseUrl(baseUrl);
  checkWholeNumber("timeout", timeout, 2 ** 31 - 1); // the limit of setTimeout
  checkWholeNumber("maxBytes", maxBytes, Number.MAX_SAFE_INTEGER);
  checkWholeNumber("retries", retries, 10, 0);
  const client = createClient<Paths>({
    baseUrl,
    headers,
    redirect: "error", // an API key would be sent along
    fetch: bounded(fetch, timeout, maxBytes, retries),
    pathSerializer,
  });
  client.use(documentedOnly(operations));
  return client;
}

/** Refuses values that would change the path, possibly to that of another operation. All others are escaped. */
function pathSerializer(path: string, parameters: Record<string, unknown>): string {
  for (const [name, value] of Object.entries(parameters))
    if (/^\.{0,2}$/.test(String(value))) throw new TypeError(`${name} makes another path: it is empty, "." or ".."`);
  return defaultPathSerializer(path, parameters);
}

/** Headers would refuse most of these values too, but with a message that contains the credential. */
export function checkCredential(name: string, value: unknown): string {
  if (value == null || value === "") throw new TypeError(`${name} is ${value === "" ? "empty" : value}: is it set?`);
  if (name === "bearer" && typeof value === "string" && /^\s*bearer(\s|$)/i.test(value)) throw new TypeError("give the token without the word Bearer");
  if (typeof value === "string" && /^[\x21-\x7e]+$/.test(value)) return value;
  throw new TypeError(`${name} must be a text of visible ASCII characters without spaces`);
}

function checkBaseUrl(baseUrl: string): void {
  if (!baseUrl) throw new TypeError("baseUrl is empty: is it set?");
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
    throw new TypeError("baseUrl must be an http or https URL without user, query and fragment");
}

function checkWholeNumber(name: string, value: number, most: number, least = 1): void {
  if (!Number.isSafeInteger(value) || value < least || value > most) throw new TypeError(`${name} must be a whole number from ${least} to ${most}`);
}
