/** The building blocks of all views. */
import type { ComponentChildren } from "preact";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { plain } from "../../typescript/src/plain.js";
import type { Problem } from "./api.js";
import { useNow } from "./hooks.js";
import { absolute, date, fromNow } from "./words.js";

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
    <div class="failure">
      <p role="alert">
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
  /** The ID of the element that says what the dialog is about. */
  about?: string;
}

const topDialog = (): Element | undefined => Array.from(document.querySelectorAll("dialog[open]")).at(-1);

/** Whether a dialog is open that only its own buttons close, so that the view must stay. */
export const mustStay = (): boolean => document.querySelector("dialog[data-stays]") !== null;

/** The element to focus when the focused one is gone: in the dialog, if there is one, or the view's heading. */
export const fallback = (): HTMLElement | null => (topDialog() ?? document.querySelector("main"))?.querySelector<HTMLElement>("dialog button:not(:disabled), h1") ?? null;

/** A modal dialog. When it closes, the focus returns to where it was or, if that is gone, to the fallback. */
export function Dialog({ title, children, close, about }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const opener = document.activeElement as HTMLButtonElement | null;
    element.current!.showModal();
    return () => {
      // Deferred, since the action may have removed the opener.
      setTimeout(() => {
        const dialog = topDialog();
        const usable = opener?.isConnected && !opener.disabled && (!dialog || dialog.contains(opener));
        (usable ? opener : fallback())?.focus();
      });
    };
  }, []);
  useEffect(() => {
    if (close) return;
    const stay = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", stay);
    return () => removeEventListener("beforeunload", stay);
  }, [!close]);
  return (
    <dialog
      ref={element}
      aria-labelledby={id}
      aria-describedby={about}
      data-stays={close ? undefined : ""}
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
