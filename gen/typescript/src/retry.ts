const firstWait = 100;
/**
 * The longest Retry-After that is honoured, in milliseconds. If it is longer, the caller knows better what to
 * do.
 */
const maxWait = 3000;

/**
 * Retries up to the given number of times if there is no connection, if it is lost, or if the response is a 503.
 * If the signal is aborted during a wait, the last outcome is the result.
 */
export async function retrying(retries: number, signal: AbortSignal, send: () => Promise<Response>): Promise<Response> {
  for (let tried = 0; ; tried++) {
    // fetch throws a TypeError if there is no connection, and so does reading a body if it is lost.
    const outcome = await send().catch((error: unknown) => {
      if (tried < retries && error instanceof TypeError && !signal.aborted) return error;
      throw error;
    });
    const time = tried < retries ? waitBefore(tried, outcome) : undefined;
    if (time !== undefined && (await waited(time, signal))) continue;
    if (outcome instanceof Response) return outcome;
    throw outcome;
  }
}

/**
 * How long to wait before a retry in milliseconds, or undefined if there should be none. The wait is random,
 * between half a time and all of it, so that clients do not retry in step. The time doubles with each retry;
 * Retry-After is added to it.
 */
function waitBefore(tried: number, outcome: Response | TypeError): number | undefined {
  const wait = firstWait * 2 ** tried * (0.5 + Math.random() / 2);
  if (!(outcome instanceof Response)) return wait;
  if (outcome.status !== 503) return undefined;
  const asked = retryAfter(outcome.headers);
  if (asked === undefined) return wait;
  return asked <= maxWait ? asked + wait : undefined;
}

/**
 * Parses Retry-After: seconds, or a date, which is compared with the response's Date if the script may read that
 * (RFC 9110 section 10.2.3).
 */
function retryAfter(headers: Headers): number | undefined {
  const text = headers.get("Retry-After") ?? "";
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  const now = Date.parse(headers.get("Date") ?? "") || Date.now();
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** Resolves to whether the whole time passed before the signal was aborted. */
function waited(time: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (whole: boolean) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", aborted);
      resolve(whole);
    };
    const aborted = () => end(false);
    const timer = setTimeout(end, time, true);
    signal.addEventListener("abort", aborted);
  });
}
