// One call of the SDK, described as JSON, which node.ts and browser.ts make for sdk_test.go.
import { createSessionTokensClient, UnexpectedResponseError } from "@quiva-ai/session-tokens";
import type { Credential, Options } from "@quiva-ai/session-tokens";

export interface Call {
  credential: Credential;
  options: Pick<Options, "baseUrl" | "timeout" | "maxBytes" | "retries">;
  /** Nothing is sent; the answer is the address. */
  unsent?: boolean;
  /** The caller aborts before the call, as soon as the request is sent, or once it is answered for the first time. */
  abort?: "before" | "sent" | "answered";
}

export async function call({ credential, options, unsent, abort }: Call): Promise<object> {
  const caller = new AbortController();
  let address: string | undefined;
  const send: Options["fetch"] = (request, init) => {
    address = request.url;
    const answer = unsent ? Promise.reject(new Error("unsent")) : fetch(request, init);
    if (abort === "sent") caller.abort();
    if (abort === "answered") void answer.then(() => setTimeout(() => caller.abort(), 100));
    return answer;
  };
  if (abort === "before") caller.abort();
  try {
    const client = createSessionTokensClient(credential, unsent || abort ? { ...options, fetch: send } : options);
    const { data, error, response } = await client.GET("/accounts/session-tokens", { signal: caller.signal });
    return error ? { status: response.status, error } : { status: response.status, ...data };
  } catch (thrown) {
    if (unsent && address !== undefined) return { address };
    if (thrown instanceof UnexpectedResponseError) {
      const { name, message, status, error, response } = thrown;
      return { name, message, status, error, retryAfter: response.headers.get("Retry-After") };
    }
    if (!(thrown instanceof Error)) throw thrown;
    return { name: thrown.name, message: thrown.message };
  }
}
