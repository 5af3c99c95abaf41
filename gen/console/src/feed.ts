/** The stored events, and new ones as they arrive. */
import { type Access, answer, type Event, type EventPage, Problem } from "./api.js";

export interface Events {
  /** Newest first. */
  events: readonly Event[];
  /** Whether all stored events have been read. */
  current: boolean;
  /** How often some came and went before they were read: more than the service keeps, in a short time. */
  missed: number;
  /** Whether there are older ones that are kept, but not held here. */
  cut: boolean;
  problem?: Problem;
}

/** The maximum number of events held here. By default the service stores 10,000. */
const most = 20_000;

/**
 * Reads all events and then waits for more, until the signal is aborted. It calls tell after each change. It waits
 * only while the page is visible, since a browser has few connections to a host, for all of its tabs.
 */
export async function follow({ client }: Access, signal: AbortSignal, tell: (events: Events) => void): Promise<void> {
  let events: Event[] = [];
  const seen = new Set<string>(); // an event may be delivered twice
  let after = "";
  let current = false;
  let missed = 0;
  let cut = false;
  while (!signal.aborted) {
    try {
      const query: { limit: number; after?: string; wait: number } = { limit: 1000, ...(after ? { after } : {}), wait: current ? 25 : 0 };
      const page: EventPage | undefined = await whileVisible(signal, (signal) => answer(client.GET("/events", { params: { query }, signal })));
      if (!page) continue;
      const fresh = page.events.filter(({ id }) => !seen.has(id));
      for (const { id } of fresh) seen.add(id);
      after = page.next || after;
      if (page.missed) missed++;
      const first = !current;
      current ||= page.events.length < 1000;
      if (fresh.length || first || page.missed) {
        events = [...fresh.reverse(), ...events];
        const old = events.splice(most);
        for (const { id } of old) seen.delete(id);
        cut ||= old.length > 0;
        tell({ events, current, missed, cut });
      }
    } catch (problem) {
      if (signal.aborted) return;
      tell({ events, current, missed, cut, problem: problem as Problem });
      if ((problem as Problem).status === 401) return;
      await pause(Math.max(5, (problem as Problem).retryAfter ?? 0), signal);
      current = false; // the next request does not wait, so that its response clears the problem
    }
  }
}

/**
 * Makes the call once the page is visible. Returns undefined if the call was aborted, because the page was hidden or
 * by the signal.
 */
async function whileVisible<T>(signal: AbortSignal, call: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
  while (document.hidden && !signal.aborted)
    await new Promise<unknown>((resolve) => {
      document.addEventListener("visibilitychange", resolve, { once: true });
      signal.addEventListener("abort", resolve, { once: true });
    });
  const stop = new AbortController();
  const abort = () => stop.abort();
  document.addEventListener("visibilitychange", abort, { signal: stop.signal });
  signal.addEventListener("abort", abort, { signal: stop.signal });
  try {
    return await call(stop.signal);
  } catch (problem) {
    if (stop.signal.aborted) return undefined;
    throw problem;
  } finally {
    abort(); // removes the listeners
  }
}

function pause(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => (clearTimeout(timer), resolve());
    const timer = setTimeout(end, seconds * 1000);
    signal.addEventListener("abort", end, { once: true });
  });
}
