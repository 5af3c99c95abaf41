import { UnexpectedResponseError } from "./unexpected.js";

/** What sends a request: the global fetch, or one with the same habits. */
export type Fetch = (request: Request, init: RequestInit) => Promise<Response>;

/** Makes a fetch that reads the whole body, within a time in milliseconds and a size in bytes. */
export function bounded(fetch: Fetch, timeout: number, maxBytes: number): (request: Request) => Promise<Response> {
  return async (request) => {
    // Not AbortSignal.any and AbortSignal.timeout, and not a new Request with the signal: Node 20 loses
    // an abort that passes through them when the garbage collector runs first.
    const stop = new AbortController();
    const abort = () => stop.abort(request.signal.reason);
    request.signal.addEventListener("abort", abort);
    const timer = setTimeout(() => stop.abort(new DOMException(`no whole answer within ${timeout} ms`, "TimeoutError")), timeout);
    try {
      const response = await fetch(request, { signal: stop.signal });
      const body = await read(response, maxBytes);
      return new Response(body, response);
    } finally {
      clearTimeout(timer);
      request.signal.removeEventListener("abort", abort);
    }
  };
}

/** The body, or null where the status allows none. */
async function read(response: Response, maxBytes: number): Promise<ArrayBuffer | null> {
  if (response.body === null) return null;
  let left = maxBytes;
  const counted = response.body.pipeThrough(new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      left -= chunk.byteLength;
      if (left < 0) controller.error(new UnexpectedResponseError(`the body is over ${maxBytes} bytes`, response));
      else controller.enqueue(chunk);
    },
  }));
  return new Response(counted).arrayBuffer();
}
