import type { Middleware } from "openapi-fetch";
import type { components } from "./contract.gen.js";
import { UnexpectedResponseError } from "./unexpected.js";

/** What a client knows of an operation at run time. */
export interface Operation {
  /** The media types of the request's body, if it has one. */
  readonly request?: readonly string[];
  /** The required top-level properties of bodies, by status (such as 401, 4XX or default) and media type. */
  readonly responses: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** By path, then by method in lower case. */
export type Operations<Of extends Operation = Operation> = Readonly<Record<string, Readonly<Record<string, Of>>>>;

/**
 * Accepts only the statuses and media types that the contract documents for the operation, with a JSON body that
 * has the required top-level properties: without them a body could pass for an empty list. openapi-fetch alone
 * returns any other body as `data` or `error`, in violation of their types.
 */
export const documentedOnly = (operations: Operations): Middleware => ({
  async onResponse({ request, response, schemaPath }) {
    const documented = operations[schemaPath]?.[request.method.toLowerCase()]?.responses;
    const types = documented?.[response.status] ?? documented?.[`${Math.floor(response.status / 100)}XX`] ?? documented?.["default"];
    const body = await json(response.clone());
    if (!types) throw new UnexpectedResponseError("the contract does not document this status", response, contractError(body));
    if (Object.keys(types).length === 0) return; // documented without a body
    const [type = ""] = (response.headers.get("Content-Type") ?? "").split(";");
    const required = types[type.trim().toLowerCase()];
    if (!required) throw new UnexpectedResponseError(`the contract does not document the media type ${JSON.stringify(type)}`, response);
    if (body === undefined) throw new UnexpectedResponseError("the body is not JSON", response);
    if (body === null) throw new UnexpectedResponseError("the body is null", response);
    const missing = required.find((name) => (body as Record<string, unknown>)[name] == null);
    if (missing !== undefined) throw new UnexpectedResponseError(`the body has no ${JSON.stringify(missing)}`, response);
  },
});

/** The body's value, or undefined if it is not JSON. The parser's error would quote the body. */
async function json(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

function contractError(body: unknown): components["schemas"]["Error"] | undefined {
  const error = typeof body === "object" && body !== null && "error" in body ? body.error : undefined;
  return typeof error === "string" ? { error } : undefined;
}
