import type { components } from "./contract.gen.js";

/** The service, or something before it, answered what the contract does not document. */
export class UnexpectedResponseError extends Error {
  override readonly name = "UnexpectedResponseError";
  readonly status: number;
  /** The answer as it came, for its headers. */
  readonly response: Response;
  /** What the body says, if it is a contract's Error. A code is with the statuses that are documented. */
  readonly error: components["schemas"]["Error"] | undefined;

  constructor(reason: string, response: Response, error?: components["schemas"]["Error"]) {
    super(`unexpected response with status ${response.status}: ${reason}`);
    this.status = response.status;
    this.response = response;
    this.error = error;
  }
}
