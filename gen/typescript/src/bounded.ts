import { retrying } from "./retry.js";
import { UnexpectedResponseError } from "./unexpected.js";

/** What sends a request: the global fetch, or one with the same habits. */
export type Fetch = (request: Request, init: RequestInit) => Promise<Response>;

/**
 * Makes a fetch that reads the whole body, within a time in milliseconds and a size in bytes. A GET or HEAD
 * is tried again within that time.
 */
export function bounded(fetch: Fetch, timeout: number, maxBytes: number, retries: number): (request: Request) => Promise<Response> {
  return async (request) => {
    // Not AbortSignal.any and AbortSignal.timeout, and not a new Request with the signal: Node 20 loses
    // an abort that passes through them when the garbage collector runs first.
    request.signal.throwIfAborted();
    const stop = new AbortController();
    const abort = () => stop.abort(request.signal.reason);
    request.signal.addEventListener("abort", abort);
    const timer = setTimeout(() => stop.abort(new DOMException(`no whole answer within ${timeout} ms`, "TimeoutError")), timeout);
    try {
      const response = await retrying(/^(GET|HEAD)$/.test(request.method) ? retries : 0, stop.signal, async () => {
        const response = await fetch(request, { signal: stop.signal });
        return new Response(await read(response, maxBytes, stop.signal), response);
      });
      request.signal.throwIfAborted();
      return response;
    } finally {
      clearTimeout(timer);
      request.signal.removeEventListener("abort", abort);
    }
  };
}

/** The body, or null if it is empty: the status may allow none. */
async function read(response: Response, maxBytes: number, signal: AbortSignal): Promise<Blob | null> {
  const reader = response.body?.getReader();
  if (!reader) return null;
  // The body has lost the signal too. What is cancelled ends, as if it were whole.
  signal.addEventListener("abort", () => void reader.cancel(signal.reason).catch(() => {}));
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let left = maxBytes;
  for (;;) {
    const { done, value } = await reader.read();
    signal.throwIfAborted();
    if (done) return chunks.length ? new Blob(chunks) : null;
    left -= value.byteLength;
    if (left < 0) {
      await reader.cancel();
      throw new UnexpectedResponseError(`the body is over ${maxBytes} bytes`, response);
    }
    chunks.push(value);
  }
}
