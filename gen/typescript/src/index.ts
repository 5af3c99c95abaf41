/**
 * A typed client of the contract: openapi-fetch with one credential, a limit on time and size, and no
 * answer that the contract does not document.
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

/** The contract's Error, which has another name in JavaScript already. */
export type ContractError = components["schemas"]["Error"];
export type SessionObject = components["schemas"]["SessionObject"];
export type RefreshTokenObject = components["schemas"]["RefreshTokenObject"];
/** The whole answer to a list. */
export type SessionTokens = paths["/accounts/session-tokens"]["get"]["responses"][200]["content"]["application/json"];

/** Either of the contract's two credentials. */
export type Credential = { bearer: string; apiKey?: never } | { apiKey: string; bearer?: never };

export interface Options extends Omit<Limits, "timeout"> {
  /** Where the service is, an http or https URL; by default the contract's server. */
  baseUrl?: string;
  /** The longest that a call takes, with its body, in milliseconds up to 2147483647; by default 10000. */
  timeout?: number;
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
  const { baseUrl = contract.servers[0], timeout = 10_000, ...limits } = options;
  return clientOf<paths>(baseUrl, headers(credential), operations, { timeout, ...limits });
}

interface EitherCredential extends Operation {
  // One credential suffices, as the client has one: does not compile if the contract asks for another.
  readonly security: readonly [{ readonly bearerAuth: readonly [] }, { readonly apiKeyAuth: readonly [] }];
}

const operations: Operations<EitherCredential> = contract.paths;

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
