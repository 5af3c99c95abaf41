/** What the views have in common: the key in use, the events, the time, what is loaded, and actions. */
import { createContext } from "preact";
import { useContext, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type Access, type Event, now, Problem } from "./api.js";
import type { Events } from "./feed.js";

/** What all views have access to once the console is open. */
export interface Shared {
  access: Access;
  events: Events;
  /** Announces that something is done, to screen readers too. */
  say: (text: string) => void;
  /** Called with the failure of what the user has asked for. */
  failed: (problem: Problem) => void;
}

export const SharedContext = createContext<Shared | undefined>(undefined);
export const useShared = (): Shared => useContext(SharedContext)!;

const ticks = new Set<() => void>();
setInterval(() => ticks.forEach((tick) => tick()), 5000);

/** A value of the current time, followed every few seconds. The component is rendered again only if it changes. */
export function useNow<T extends string | number | boolean>(of: (now: number) => T): T {
  const value = of(now());
  const latest = useRef({ of, value });
  latest.current = { of, value };
  const [, render] = useState(0);
  useEffect(() => {
    const tick = () => {
      if (latest.current.of(now()) !== latest.current.value) render((n) => n + 1);
    };
    ticks.add(tick);
    return () => void ticks.delete(tick);
  }, []);
  return value;
}

export interface Loaded<T> {
  data?: T;
  problem?: Problem;
  loading: boolean;
  /** Loads the data anew, and returns it unless that fails. asked: the user has asked for it. */
  reload: (asked?: boolean) => Promise<T | undefined>;
  /** Loads it anew because somebody has asked for it: without the problem, if there was one. */
  retry: () => void;
}

/** Loads data, and keeps the previous data during a reload and if that fails. While not enabled, there is none. */
export function useLoaded<T>(enabled: boolean, load: () => Promise<T>, of: readonly unknown[]): Loaded<T> {
  const { failed } = useShared();
  const [state, set] = useState<{ data?: T; problem?: Problem; loading: boolean }>({ loading: enabled });
  const current = useRef<unknown>(undefined);
  const once = useMemo(() => {
    const run: () => Promise<{ data?: T; problem?: Problem }> = coalesced(async (): Promise<{ data?: T; problem?: Problem }> => {
      if (current.current === run) set((before) => ({ ...before, loading: true }));
      const result = await load().then(
        (data) => ({ data }),
        (problem: Problem) => ({ problem }),
      );
      // The data of another key or user is not wanted any more.
      if (current.current === run) set((before) => ("data" in result ? { ...result, loading: false } : { ...before, ...result, loading: false }));
      return result;
    });
    return run;
  }, of);
  const ask = async () => {
    const { data, problem } = await once();
    if (problem && current.current === once) failed(problem);
    return data;
  };
  useEffect(() => {
    if (!enabled) return set({ loading: false });
    current.current = once;
    void ask();
    return () => (current.current = undefined);
  }, [enabled, once]);
  const retry = () => {
    if (!enabled) return;
    set(({ problem: _, ...before }) => before);
    void ask();
  };
  return { ...state, reload: async (asked) => (enabled ? (asked ? ask() : (await once()).data) : undefined), retry };
}

/** Runs one call at a time. All calls that are made during one are answered by the next, which follows it. */
function coalesced<T>(call: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  let next: Promise<T> | undefined;
  const start = () => (running = call().finally(() => (running = undefined)));
  return () => next ?? (running ? (next = running.then(() => ((next = undefined), start()))) : start());
}

/**
 * Loads a list of the user anew after its events, and while a record in it has expired, which causes no event. The
 * kinds are those of the events.
 */
export function useFresh(user: string, kinds: readonly Event["kind"][], list: Loaded<unknown>, expiries: readonly number[] | undefined): void {
  const change = useChange(user, kinds);
  // This machine's clock may be ahead, and the request may fail, so one is not enough.
  const overdue = useNow((now) => (list.problem?.status !== 401 && expiries?.some((at) => at <= now) ? Math.floor(now / 5) : 0));
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) void list.reload();
    first.current = false;
  }, [change, overdue]);
}

/** It changes with each new event of the user of these kinds, and when events were missed, which may be such. */
export function useChange(user: string, kinds: readonly Event["kind"][]): string {
  const { events } = useShared();
  return useMemo(() => `${events.missed} ${events.events.find((event) => event.user_id === user && kinds.includes(event.kind))?.id}`, [events, user, kinds]);
}

/** Waits for what is nice to have, such as a list anew, but not for ever. */
export const briefly = (work: Promise<unknown>): Promise<unknown> => Promise.race([work, new Promise((resolve) => setTimeout(resolve, 5000))]);

interface Action {
  busy: boolean;
  problem: Problem | undefined;
  run: (action: () => Promise<void>) => Promise<void>;
  /** Removes the problem. */
  clear: () => void;
}

/** Runs the action of a button or form, one at a time. The button is not disabled, since it would lose the focus. */
export function useAction(): Action {
  const { failed } = useShared();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const running = useRef(false);
  const run = async (action: () => Promise<void>) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setProblem(undefined);
    try {
      await action();
    } catch (problem) {
      setProblem(problem as Problem);
      failed(problem as Problem);
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return { busy, problem, run, clear: () => setProblem(undefined) };
}
