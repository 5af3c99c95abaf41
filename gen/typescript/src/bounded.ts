import { retrying } from "./retry.js";
import { UnexpectedResponseError } from "./unexpected.js";

/** Sends a request: the global fetch, or a function that behaves like it. */
export type Fetch = (request: Request, init: RequestInit) => Promise<Response>;

/**
 * Returns a fetch that reads the whole body, with a time-out in milliseconds and a maximum size in bytes. A GET
 * or HEAD is retried within that time.
 */
export function bounded(fetch: Fetch, timeout: number, maxBytes: number, retries: number): (request: Request) => Promise<Response> {
  return async (request) => {
    // Avoid AbortSignal.any, AbortSignal.timeout and a new Request with the signal: in Node 20 an abort is lost if
    // the garbage collector runs before it passes through them.
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

/** The body, or null if it is empty, since some statuses allow none. */
async function read(response: Response, maxBytes: number, signal: AbortSignal): Promise<Blob | null> {
  const reader = response.body?.getReader();
  if (!reader) return null;
  // The body is not connected to the signal either. Reading a cancelled body ends as if it were complete.
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
