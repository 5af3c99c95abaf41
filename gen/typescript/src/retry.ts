const firstWait = 100;
/** The longest Retry-After that is waited for. The caller knows better what to do in a longer time. */
const maxWait = 3000;

/**
 * Sends up to so many times more what found no connection or lost it, or whose answer is a 503. When the
 * signal ends the waiting, the last outcome is the result.
 */
export async function retrying(retries: number, signal: AbortSignal, send: () => Promise<Response>): Promise<Response> {
  for (let tried = 0; ; tried++) {
    // fetch throws a TypeError when there is no connection, and reading a body when it is lost.
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
 * How long to wait before another try, or undefined if there is no reason for one: at random between half of
 * a time and all of it, so that not all clients come at once. The time doubles with each try; what Retry-After
 * says comes on top.
 */
function waitBefore(tried: number, outcome: Response | TypeError): number | undefined {
  const wait = firstWait * 2 ** tried * (0.5 + Math.random() / 2);
  if (!(outcome instanceof Response)) return wait;
  if (outcome.status !== 503) return undefined;
  const asked = retryAfter(outcome.headers);
  if (asked === undefined) return wait;
  return asked <= maxWait ? asked + wait : undefined;
}

/** Seconds, or a date, which is compared with that of the answer where a script may see it (RFC 9110 10.2.3). */
function retryAfter(headers: Headers): number | undefined {
  const text = headers.get("Retry-After") ?? "";
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  const now = Date.parse(headers.get("Date") ?? "") || Date.now();
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** Whether the time went by before the signal came. */
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
