import type { components } from "./contract.gen.js";

/** The service, or something in front of it, sent a response that the contract does not document. */
export class UnexpectedResponseError extends Error {
  override readonly name = "UnexpectedResponseError";
  readonly status: number;
  /** The response, for its headers. */
  readonly response: Response;
  /** The body, if it is a contract's Error. A `code` comes only with documented statuses. */
  readonly error: components["schemas"]["Error"] | undefined;

  constructor(reason: string, response: Response, error?: components["schemas"]["Error"]) {
    super(`unexpected response with status ${response.status}: ${reason}`);
    this.status = response.status;
    this.response = response;
    this.error = error;
  }
}
