/** What the clients of both contracts have in common: which may be called, how long, and what is refused. */
import type { Client } from "openapi-fetch";
import createClient, { defaultPathSerializer } from "openapi-fetch";
import type { Fetch } from "./bounded.js";
import { bounded } from "./bounded.js";
import type { Operations } from "./documented.js";
import { documentedOnly } from "./documented.js";

export interface Limits {
  /** The longest that a call takes, with its body, in milliseconds up to 2147483647. */
  timeout: number;
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

/** Makes a client of a contract's operations that sends the headers, among them a credential. */
export function clientOf<Paths extends {}>(baseUrl: string, headers: Record<string, string>, operations: Operations, limits: Limits): Client<Paths> {
  const { timeout, maxBytes = 16 * 1024 * 1024, retries = 2, fetch = globalThis.fetch } = limits;
  checkBaseUrl(baseUrl);
  checkWholeNumber("timeout", timeout, 2 ** 31 - 1); // what setTimeout can wait
  checkWholeNumber("maxBytes", maxBytes, Number.MAX_SAFE_INTEGER);
  checkWholeNumber("retries", retries, 10, 0);
  const client = createClient<Paths>({
    baseUrl,
    headers,
    redirect: "error", // a browser or Node would send an API key to wherever it leads
    fetch: bounded(fetch, timeout, maxBytes, retries),
    pathSerializer,
  });
  client.use(documentedOnly(operations));
  return client;
}

/** Refuses what would make another path: one of another operation, maybe. All else is escaped. */
function pathSerializer(path: string, parameters: Record<string, unknown>): string {
  for (const [name, value] of Object.entries(parameters))
    if (/^\.{0,2}$/.test(String(value))) throw new TypeError(`${name} makes another path: it is empty, "." or ".."`);
  return defaultPathSerializer(path, parameters);
}

/** Headers would refuse most of these too, but with a message that shows the credential. */
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
