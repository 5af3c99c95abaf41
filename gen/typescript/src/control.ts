/**
 * A typed client of the control contract, for programs that create and end sessions: a login service, a gateway
 * or an operator's tool. It is not for browsers, except an operator's on a page of the control listener itself,
 * since no other browser should have a control key.
 */
import type { Client } from "openapi-fetch";
import type { Fetch } from "./bounded.js";
import type { Limits } from "./client.js";
import { checkCredential, clientOf } from "./client.js";
import type { components, paths } from "./control.gen.js";
import { contract } from "./control.gen.js";
import type { Operation, Operations } from "./documented.js";

export { UnexpectedResponseError } from "./unexpected.js";
export type { Fetch, components, paths };

/** The contract's Error, renamed because JavaScript has an Error of its own. */
export type ContractError = components["schemas"]["Error"];
export type SessionObject = components["schemas"]["SessionObject"];
export type RefreshTokenObject = components["schemas"]["RefreshTokenObject"];
export type RecordView = components["schemas"]["RecordView"];
export type Event = components["schemas"]["Event"];
/** A union: whether `active` is true determines which properties exist. */
export type Introspection = components["schemas"]["Introspection"];

export interface ControlOptions extends Omit<Limits, "timeout"> {
  /** The http or https URL of the control listener. */
  baseUrl: string;
  /**
   * The time-out of a call including its body and retries, in milliseconds; at most 2147483647, by default
   * 40000, since a response to a list of events may take 30 seconds.
   */
  timeout?: number;
}

export type ControlClient = Client<paths>;

/**
 * Creates a client. In a call's result, `data` is the documented response and `error` the documented refusal. A
 * call rejects with an UnexpectedResponseError for any other response, with a TimeoutError if it takes too long,
 * and with a TypeError if the service can't be reached or redirects. Calls that change something are not
 * retried: the contract says which operations are idempotent.
 *
 * @throws TypeError if an argument is invalid; the message never contains the key.
 */
export function createControlClient(controlKey: string, options: ControlOptions): ControlClient {
  const { baseUrl, timeout = 40_000, ...limits } = options;
  const headers = { [scheme.name]: checkCredential("controlKey", controlKey) };
  const client = clientOf<paths>(baseUrl, headers, operations, { timeout, ...limits });
  const { POST } = client;
  // By default, openapi-fetch sends bodies as JSON.
  client.POST = ((path: keyof paths, init?: { params?: object }) =>
    POST(path as never, (operations[path]?.["post"]?.request?.[0] === form ? { ...init, params: { ...init?.params, header: { "Content-Type": form } } } : init) as never)) as typeof POST;
  return client;
}

const form = "application/x-www-form-urlencoded";

interface ByControlKey extends Operation {
  // Does not compile if an operation requires another credential.
  readonly security: readonly [{ readonly controlKey: readonly [] }];
}

const operations: Operations<ByControlKey> = contract.paths;

const scheme: { type: "apiKey"; in: "header"; name: string } = contract.securitySchemes.controlKey;
