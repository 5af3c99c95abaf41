/**
 * A typed client of the contract: openapi-fetch with one credential, limits on time and size, and without
 * undocumented responses.
 */
import type { Client } from "openapi-fetch";
import type { Fetch } from "./bounded.js";
import type { Limits } from "./client.js";
import { checkCredential, clientOf } from "./client.js";
import type { components, paths } from "./contract.gen.js";
import { contract } from "./contract.gen.js";
import type { Operation, Operations } from "./documented.js";

export { UnexpectedResponseError } from "./unexpected.js";
export type { Fetch, components, paths };

/** The contract's Error, renamed because JavaScript has an Error of its own. */
export type ContractError = components["schemas"]["Error"];
export type SessionObject = components["schemas"]["SessionObject"];
export type RefreshTokenObject = components["schemas"]["RefreshTokenObject"];
/** The whole response of a list. */
export type SessionTokens = paths["/accounts/session-tokens"]["get"]["responses"][200]["content"]["application/json"];

/** Either of the contract's two credentials. */
export type Credential = { bearer: string; apiKey?: never } | { apiKey: string; bearer?: never };

export interface Options extends Omit<Limits, "timeout"> {
  /** The http or https URL of the service; by default the contract's server. */
  baseUrl?: string;
  /**
   * The time-out of a call including its body and retries, in milliseconds; at most 2147483647, by default
   * 10000.
   */
  timeout?: number;
}

export type SessionTokensClient = Client<paths>;

/**
 * Creates a client. In a call's result, `data` is the documented response and `error` the documented refusal. A
 * call rejects with an UnexpectedResponseError for any other response, with a TimeoutError if it takes too long,
 * and with a TypeError if the service can't be reached or redirects.
 *
 * @throws TypeError if an argument is invalid; the message never contains the credential.
 */
export function createSessionTokensClient(credential: Credential, options: Options = {}): SessionTokensClient {
  // An unset variable must not send a credential to the contract's server.
  if ("baseUrl" in options && !options.baseUrl) throw new TypeError("baseUrl is empty: is it set?");
  const { baseUrl = contract.servers[0], timeout = 10_000, ...limits } = options;
  return clientOf<paths>(baseUrl, headers(credential), operations, { timeout, ...limits });
}

interface EitherCredential extends Operation {
  // A client has one credential, which must suffice: does not compile if the contract requires others.
  readonly security: readonly [{ readonly bearerAuth: readonly [] }, { readonly apiKeyAuth: readonly [] }];
}

const operations: Operations<EitherCredential> = contract.paths;

// Does not compile if the contract's schemes are not those that headers can send.
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
