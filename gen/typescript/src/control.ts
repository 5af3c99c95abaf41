/**
 * A typed client of the control contract, for what makes and ends sessions: a login service, a gateway, an
 * operator's program. It runs where a control key may be: in no browser but an operator's, on a page of the
 * control listener itself.
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

/** The contract's Error, which has another name in JavaScript already. */
export type ContractError = components["schemas"]["Error"];
export type SessionObject = components["schemas"]["SessionObject"];
export type RefreshTokenObject = components["schemas"]["RefreshTokenObject"];
export type RecordView = components["schemas"]["RecordView"];
export type Event = components["schemas"]["Event"];
/** Whether `active` is true tells which of its properties are there. */
export type Introspection = components["schemas"]["Introspection"];

export interface ControlOptions extends Omit<Limits, "timeout"> {
  /** Where the control listener is, an http or https URL. */
  baseUrl: string;
  /**
   * The longest that a call takes, with its body, in milliseconds up to 2147483647; by default 40000, since an
   * answer to a list of events may wait for 30 seconds.
   */
  timeout?: number;
}

export type ControlClient = Client<paths>;

/**
 * Makes a client. Of a call's result, `data` is the documented answer and `error` the documented refusal.
 * A call rejects with an UnexpectedResponseError for any other answer, with a TimeoutError when it takes
 * too long, with a TypeError when the service can't be reached or redirects. What changes something is tried
 * once: the contract says with each operation whether it may be repeated.
 *
 * @throws TypeError if a parameter is not usable; its message never holds the key.
 */
export function createControlClient(controlKey: string, options: ControlOptions): ControlClient {
  const { baseUrl, timeout = 40_000, ...limits } = options;
  const headers = { [scheme.name]: checkCredential("controlKey", controlKey) };
  const client = clientOf<paths>(baseUrl, headers, operations, { timeout, ...limits });
  const { POST } = client;
  // openapi-fetch writes a body as JSON unless it is told otherwise.
  client.POST = ((path: keyof paths, init?: { params?: object }) =>
    POST(path as never, (operations[path]?.["post"]?.request?.[0] === form ? { ...init, params: { ...init?.params, header: { "Content-Type": form } } } : init) as never)) as typeof POST;
  return client;
}

const form = "application/x-www-form-urlencoded";

interface ByControlKey extends Operation {
  // Does not compile if an operation asks for another credential.
  readonly security: readonly [{ readonly controlKey: readonly [] }];
}

const operations: Operations<ByControlKey> = contract.paths;

const scheme: { type: "apiKey"; in: "header"; name: string } = contract.securitySchemes.controlKey;
