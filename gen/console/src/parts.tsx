/** The building blocks of all views. */
import { type ComponentChildren, createContext } from "preact";
import { useCallback, useContext, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { plain } from "../../typescript/src/plain.js";
import { type Access, type Event, now, Problem } from "./api.js";
import type { Events } from "./feed.js";
import { absolute, date, fromNow } from "./words.js";

/** What all views have access to once the console is open. */
export interface Shared {
  access: Access;
  events: Events;
  /** Announces that something is done, to screen readers too. */
  say: (text: string) => void;
  /** Called with each call's failure. */
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

interface TimeProps {
  at: number;
  before?: string;
  /** It is not in the future, even if this machine's clock is behind. */
  past?: boolean;
}

/** A time relative to now, with the absolute time as its title. */
export function Time({ at, before = "", past = false }: TimeProps) {
  const words = useNow((now) => fromNow(past ? Math.min(at, now) : at, now));
  return (
    <time dateTime={date(at)?.toISOString()} title={absolute(at)}>
      {before}
      {words}
    </time>
  );
}

/** When something expires or, if it is listed longer, expired. */
export function Expiry({ at }: { at: number }) {
  const over = useNow((now) => at <= now);
  return <Time at={at} before={over ? "expired " : "expires "} />;
}

/** Untrusted text, which can't change the direction of the text around it. longest: in characters. */
export const Foreign = ({ text, longest = 256 }: { text: string; longest?: number }) => <bdi>{plain(text, longest)}</bdi>;

export interface Loaded<T> {
  data?: T;
  problem?: Problem;
  loading: boolean;
  /** Loads the data anew, and returns it unless that fails. */
  reload: () => Promise<T | undefined>;
}

/** Loads data, and keeps the previous data during a reload and if that fails. While not enabled, there is none. */
export function useLoaded<T>(enabled: boolean, load: () => Promise<T>, of: readonly unknown[]): Loaded<T> {
  const { failed } = useShared();
  const [state, set] = useState<{ data?: T; problem?: Problem; loading: boolean }>({ loading: enabled });
  const newest = useRef(0);
  const reload = useCallback(async () => {
    const mine = ++newest.current;
    if (!enabled) return void set({ loading: false });
    set(({ data }) => ({ ...(data === undefined ? {} : { data }), loading: true }));
    try {
      const data = await load();
      if (mine === newest.current) set({ data, loading: false });
      return data;
    } catch (problem) {
      if (mine !== newest.current) return;
      set(({ data }) => ({ ...(data === undefined ? {} : { data }), problem: problem as Problem, loading: false }));
      failed(problem as Problem);
    }
    return;
  }, [enabled, failed, ...of]);
  useEffect(() => {
    void reload();
    return () => void newest.current++;
  }, [reload]);
  return { ...state, reload };
}

/**
 * Loads a list of the user anew after its events, and while a record in it has expired, which causes no event. The
 * kinds are those of the events.
 */
export function useFresh(user: string, kinds: readonly Event["kind"][], list: Loaded<unknown>, expiries: readonly number[] | undefined): void {
  const newest = useNewest(user, kinds);
  // This machine's clock may be ahead, and the request may fail, so one is not enough.
  const overdue = useNow((now) => (expiries?.some((at) => at <= now) ? Math.floor(now / 5) : 0));
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) void list.reload();
    first.current = false;
  }, [newest, overdue]);
}

/** The ID of the user's newest event of these kinds. */
export function useNewest(user: string, kinds: readonly Event["kind"][]): string | undefined {
  const { events } = useShared();
  return useMemo(() => events.events.find((event) => event.user_id === user && kinds.includes(event.kind))?.id, [events, user, kinds]);
}

/** A failure, with a way to retry. change: the failed call was to change something. */
export function Failure({ problem, again, change = false }: { problem: Problem; again?: () => void; change?: boolean }) {
  const until = useRef({ problem, at: Date.now() + (problem.retryAfter ?? 0) * 1000 });
  if (until.current.problem !== problem) until.current = { problem, at: Date.now() + (problem.retryAfter ?? 0) * 1000 };
  const [left, setLeft] = useState(0);
  useLayoutEffect(() => {
    const tick = () => setLeft(Math.max(0, Math.ceil((until.current.at - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, [problem]);
  return (
    <div class="failure" role="alert">
      <p>
        <strong>{problem.message}</strong> {problem.advice} {change && problem.change}
        {problem.retryAfter !== undefined && ` The service asks to wait for ${problem.retryAfter === 1 ? "1 second" : `${problem.retryAfter} seconds`}.`}
      </p>
      {again && (
        <button type="button" onClick={again} disabled={left > 0}>
          Try again{left > 0 ? ` in ${left} s` : ""}
        </button>
      )}
    </div>
  );
}

interface DialogProps {
  title: ComponentChildren;
  children: ComponentChildren;
  /** Called when the user wants to close the dialog. Without it, only the dialog's own buttons close it. */
  close?: (() => void) | undefined;
}

/** A modal dialog. When it closes, the focus returns to where it was, or to the view's heading. */
export function Dialog({ title, children, close }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const opener = document.activeElement as HTMLButtonElement | null;
    element.current!.showModal();
    return () => {
      // Deferred, since the action may have removed the opener.
      setTimeout(() => {
        if (document.querySelector("dialog")) return;
        const back = opener?.isConnected && !opener.disabled ? opener : document.querySelector<HTMLElement>("main [tabindex='-1']");
        back?.focus();
      });
    };
  }, []);
  return (
    <dialog
      ref={element}
      aria-labelledby={id}
      // A browser may close a dialog at the second Escape in a row without asking.
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        close?.();
      }}
      onCancel={(event) => {
        event.preventDefault();
        close?.();
      }}
      // Where a browser has closed it nevertheless, as at a gesture on a phone.
      onClose={() => (close ? close() : element.current?.showModal())}
    >
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  );
}

/** Closes a dialog, unless its action is under way: what was sent can't be taken back, and its outcome must be seen. */
export function Cancel({ busy, close, focus = false, children = "Cancel" }: { busy: boolean; close: () => void; focus?: boolean; children?: string }) {
  return (
    <button type="button" autofocus={focus} aria-disabled={busy} onClick={() => busy || close()}>
      {children}
    </button>
  );
}

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

const paths = {
  desktop: "M3 4h18v12H3zM8 20h8M12 16v4",
  mobile: "M7 2h10v20H7zM11 18h2",
  program: "M3 5h18v14H3zM7 9l3 3-3 3M12 15h4",
  unknown: "M9 9a3 3 0 1 1 4 3c-1 .5-1 1-1 2M12 18v.01",
  key: "M8 12m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0M12 12h9M18 12v4",
  refresh: "M4 12a8 8 0 0 1 14-5l2 2M20 4v5h-5M20 12a8 8 0 0 1-14 5l-2-2M4 20v-5h5",
} as const;

export type IconName = keyof typeof paths;

/** An icon, hidden from screen readers because the words next to it say the same. */
export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
    <path d={paths[name]} />
  </svg>
);
