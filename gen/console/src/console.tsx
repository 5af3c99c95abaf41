/** The whole page: the sign-in with a key, and the frame around the views. */
import type { ComponentChildren } from "preact";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { plain } from "../../typescript/src/plain.js";
import { type Access, open, Problem } from "./api.js";
import { type Events, follow } from "./feed.js";
import { Find, userAddress, userInAddress } from "./find.js";
import { type Shared, SharedContext } from "./hooks.js";
import { Dialog, Failure, fallback, Icon, mustStay } from "./parts.js";
import { Start } from "./start.js";
import { User } from "./user.js";
import { wrongUser } from "./words.js";

const none: Events = { events: [], current: false, missed: 0, cut: false };

export function Console() {
  const [access, setAccess] = useState<Access>();
  const [user, setUser] = useState(userInAddress);
  const [events, setEvents] = useState(none);
  const [said, setSaid] = useState({ text: "", nth: 0 });
  const say = useCallback((text: string) => setSaid(({ nth }) => ({ text, nth: nth + 1 })), []);
  const [refused, setRefused] = useState<Access>(); // a key, since the failure of another may come late

  useEffect(() => {
    const moved = () => {
      if (mustStay()) location.hash = user === undefined ? "#/" : userAddress(user);
      else setUser(userInAddress());
    };
    addEventListener("hashchange", moved);
    return () => removeEventListener("hashchange", moved);
  }, [user]);
  useEffect(keepFocus, []);
  useEffect(() => {
    document.title = user && access ? `${plain(user)} · Session tokens` : "Session tokens";
    scrollTo(0, 0);
    if (access) (document.getElementById("find") ?? document.querySelector<HTMLElement>("main h1"))?.focus();
  }, [user, !access]);

  useEffect(() => {
    if (!said.text) return;
    const timer = setTimeout(say, 10_000, "");
    return () => clearTimeout(timer);
  }, [said]);
  const failed = useCallback(
    (problem: Problem) => {
      if (problem.status === 401) setRefused(access);
    },
    [access],
  );
  useEffect(() => {
    setEvents(none);
    if (!access?.read) return;
    const stop = new AbortController();
    void follow(access, stop.signal, (events) => {
      setEvents(events);
      if (events.problem) failed(events.problem);
    });
    return () => stop.abort();
  }, [access]);

  const shared = useMemo<Shared | undefined>(() => access && { access, events, say, failed }, [access, events]);
  if (!shared) return <SignIn opened={setAccess} />;
  const forget = () => {
    setAccess(undefined);
    say("");
  };
  return (
    <SharedContext.Provider value={shared}>
      <a class="skip" href="#main" onClick={(event) => (event.preventDefault(), document.querySelector<HTMLElement>("main h1")?.focus())}>
        Skip to the content
      </a>
      <header>
        <a class="brand" href="#/">
          <img src="icon.svg" alt="" width="28" height="28" />
          <span>Session tokens</span>
        </a>
        {user !== undefined && <Find small />}
        <div class="key">
          <span class="scopes">{scopes(shared.access)}</span>
          <button type="button" onClick={forget}>
            Forget key
          </button>
        </div>
      </header>
      <main id="main">
        <View user={user} />
      </main>
      <div class="said" role="status">
        {/* The key has the same text announced again. */}
        {said.text && <span key={said.nth}>{said.text}</span>}
      </div>
      {refused === access && (
        <Dialog title="The key is not accepted any more" close={() => setRefused(undefined)}>
          <p>It has expired, or was ended. With another key you go on where you are.</p>
          <KeyForm opened={setAccess}>
            <button type="button" onClick={() => setRefused(undefined)}>
              Not now
            </button>
            <button type="button" onClick={forget}>
              Forget key
            </button>
          </KeyForm>
        </Dialog>
      )}
    </SharedContext.Provider>
  );
}

/** Moves the focus if the focused element is removed, such as the row of a session that has ended. */
function keepFocus(): () => void {
  let last: Element | undefined;
  const note = ({ target }: FocusEvent) => {
    last = target instanceof Element ? target : undefined;
  };
  const observer = new MutationObserver(() => {
    if (!last || last.isConnected || document.activeElement !== document.body) return;
    last = undefined;
    fallback()?.focus();
  });
  addEventListener("focusin", note);
  observer.observe(document.body, { childList: true, subtree: true });
  return () => {
    removeEventListener("focusin", note);
    observer.disconnect();
  };
}

/** The view that the address names. */
function View({ user }: { user: string | undefined }) {
  const wrong = user === undefined ? undefined : wrongUser(user);
  if (user === undefined) return <Start />;
  if (!wrong) return <User key={user} user={user} />;
  return (
    <>
      <h1 tabIndex={-1}>This can't be shown</h1>
      <p class="note">{wrong}</p>
    </>
  );
}

function scopes({ read, write }: Access): string {
  if (read && write) return "reads and changes";
  return read ? "reads only" : write ? "changes only" : "no scope";
}

function SignIn({ opened }: { opened: (access: Access) => void }) {
  return (
    <main class="sign-in">
      <div class="card">
        <img src="icon.svg" alt="" width="48" height="48" />
        <h1>Session tokens</h1>
        <p>See where a user is signed in, and end sessions.</p>
        <KeyForm opened={opened} />
        <p class="hint">
          <Icon name="key" />
          <span>The key stays in the memory of this page. Reload or close it, and the key is gone.</span>
        </p>
      </div>
    </main>
  );
}

function KeyForm({ opened, children }: { opened: (access: Access) => void; children?: ComponentChildren }) {
  const field = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const shown = useRef(true);
  useLayoutEffect(() => {
    field.current!.focus();
    return () => void (shown.current = false);
  }, []);
  const submit = async () => {
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const access = await open(field.current!.value.trim());
      if (shown.current) opened(access); // else the user has left it
    } catch (problem) {
      if (!shown.current) return;
      setProblem(problem as Problem);
      setBusy(false);
      field.current?.focus();
    }
  };
  return (
    <form class="stack" onSubmit={(event) => (event.preventDefault(), void submit())} autocomplete="off">
      <label for="control-key">Control key</label>
      <input id="control-key" ref={field} type="password" required autofocus autocomplete="one-time-code" spellcheck={false} aria-invalid={problem?.status === 401} />
      {problem && <Failure problem={problem} />}
      <button class="primary">
        {busy ? "Opening…" : "Open"}
      </button>
      {children && <div class="actions">{children}</div>}
    </form>
  );
}
