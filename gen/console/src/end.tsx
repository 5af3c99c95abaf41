/** Ends sessions and refresh tokens, after showing which. */
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { end, Problem, preview as previewed, type RecordRef, type RecordView, type Scope } from "./api.js";
import { useAction, useChange, useLoaded, useShared } from "./hooks.js";
import { Cancel, Dialog, Expiry, Failure, Foreign } from "./parts.js";
import { counted, device as deviceOf, rows } from "./words.js";

interface EndDialogProps {
  user: string;
  scope: Scope;
  /** The records on the page, for the names of what will end. */
  records: readonly RecordView[];
  close: () => void;
  ended: (text: string) => Promise<void>;
}

const titles = { all: "End all sessions", others: "End all other sessions" };

/** The kinds of the events that may change what will end. */
const affecting = ["session", "refresh"] as const;

/**
 * What the dialog would end, and the actions on it. What is shown stays until it is looked at anew, so that nobody ends
 * what has just come. Where it keeps changing, as with a thief who signs in again and again, that would never end: from
 * the second look on, all there is ends.
 */
function usePlan(user: string, scope: Scope, ended: (refs: readonly RecordRef[] | undefined) => Promise<void>) {
  const { access } = useShared();
  const ending = useAction();
  const change = useChange(user, affecting);
  const followed = useRef(change);
  const sent = useRef(false); // and not looked at anew since
  const tried = useRef(false); // sent at least once
  if (!sent.current) followed.current = change; // what the action itself changes was not there to be ended
  const preview = useLoaded(true, () => previewed(access.client, user, scope), [access, user, scope]);
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) void preview.reload();
    first.current = false;
  }, [followed.current]);

  const [shown, setShown] = useState<RecordRef[]>();
  const [whatever, setWhatever] = useState(false);
  useEffect(() => {
    if (preview.data && !preview.loading && (!shown || whatever)) setShown(preview.data);
  }, [preview.data, preview.loading, shown, whatever]);
  // A second click, or a key that is held, is not for the button that a look has put there.
  const [armed, setArmed] = useState(true);
  useEffect(() => {
    if (armed || !shown) return;
    const timer = setTimeout(setArmed, 600, true);
    return () => clearTimeout(timer);
  }, [armed, !shown]);

  const problem = sent.current ? undefined : preview.problem;
  const planned = problem ? undefined : shown;
  const changed = !sent.current && !whatever && shown !== undefined && preview.data !== undefined && !same(shown, preview.data);
  const look = () => {
    sent.current = false;
    ending.clear();
    setArmed(false);
    setShown(undefined);
    setWhatever(changed && scope.what !== "one");
    preview.retry();
  };
  const confirm = () =>
    void ending.run(async () => {
      if (!planned || !armed) return;
      // Not all changes have events, and an event may be late.
      const latest = whatever ? planned : await preview.reload(true);
      if (!latest || !same(planned, latest)) return;
      sent.current = tried.current = true;
      let refs: RecordRef[] | undefined;
      try {
        refs = await end(access.client, user, scope);
      } catch (problem) {
        if (!(problem instanceof Problem) || problem.status !== 404) throw problem;
      }
      await ended(refs);
    });
  return { ending, planned, problem, retry: preview.retry, whatever, changed, tried: tried.current, ready: planned !== undefined && armed, look, confirm };
}

export function EndDialog({ user, scope, records, close, ended }: EndDialogProps) {
  // A rotation gives a session another fingerprint, so it may be live nevertheless; the list that follows shows it.
  const missing = scope.what === "others" ? "Nothing was ended: the one to keep has ended, or was rotated." : "It had ended already, or was rotated.";
  const { ending, planned, problem, retry, whatever, changed, tried, ready, look, confirm } = usePlan(user, scope, (refs) => ended(refs ? `Ended ${counted(refs)}.` : `${missing} Look at the list.`));
  const gone = problem?.status === 404;
  const nothing = gone || (planned?.length === 0 && !changed);
  const again = changed || ending.problem !== undefined; // look before anything ends
  const id = useId();
  const of = scope.what === "all" ? undefined : records.find(({ fingerprint }) => fingerprint === scope.fingerprint);
  const device = of?.kind === "session" ? deviceOf(of).name : of && "the refresh token";
  return (
    <Dialog
      title={
        <>
          {scope.what === "one" ? `End ${device ?? "this session"}` : titles[scope.what]} of <Foreign text={user} />?
        </>
      }
      about={id}
      close={ending.busy ? undefined : close}
    >
      <div id={id} role="status">
        {!planned && !problem && <p class="note">Asking what will end…</p>}
        {gone && <p>{missing}</p>}
        {planned && !nothing && (
          <p>
            This ends {whatever && "all there is at that time, now "}
            {counted(planned)}
            {scope.what === "others" && device && ` and keeps ${device}`}:
          </p>
        )}
        {planned && nothing && <p>There is nothing that this would end.</p>}
        {changed && (
          <p>
            <strong>What this ends has changed</strong> since it was shown.{!tried && " Nothing was ended yet."}
          </p>
        )}
      </div>
      {problem && !gone && <Failure problem={problem} again={retry} />}
      {planned && planned.length > 0 && (
        <>
          <Planned planned={planned} records={records} />
          <p>
            <strong>This can't be undone.</strong> The user has to sign in again{scope.what === "all" ? ". API keys stay: each is ended on its own." : " there."}
          </p>
        </>
      )}
      {ending.problem && <Failure problem={ending.problem} change />}
      <div class="actions">
        <Cancel busy={ending.busy} close={close} focus>
          {nothing || ending.problem ? "Close" : "Cancel"}
        </Cancel>
        {/* One button, so that it keeps the focus, and a click that is late for one does nothing worse than look. */}
        {!nothing && (
          <button
            type="button"
            class={again ? "" : "danger solid"}
            onKeyDown={(event) => event.repeat && event.preventDefault()}
            onClick={(event) => event.detail < 2 && (again ? look : confirm)()}
            aria-disabled={!again && !ready}
          >
            {ending.busy ? "Ending…" : ending.problem ? "Look again" : changed ? "Show what it ends now" : !planned ? "End" : whatever ? "End all there is" : `End ${counted(planned)}`}
          </button>
        )}
      </div>
    </Dialog>
  );
}

const name = ({ kind, fingerprint }: RecordRef): string => kind + fingerprint;
const names = (refs: readonly RecordRef[]): Set<string> => new Set(refs.map(name));
function same(a: readonly RecordRef[], b: readonly RecordRef[]): boolean {
  const known = names(a);
  return known.size === names(b).size && b.every((ref) => known.has(name(ref)));
}

/**
 * What will end, as the list of devices shows it. Records that are not in the list, because they are newer, are
 * shown by fingerprint.
 */
function Planned({ planned, records }: { planned: readonly RecordRef[]; records: readonly RecordView[] }) {
  const [ending, listed] = [names(planned), names(records)];
  const ends = (record: RecordView | undefined) => record !== undefined && ending.has(name(record));
  return (
    <ul class="planned" tabIndex={0} aria-label="What will end">
      {rows(records).map(({ session, refresh }) => {
        const [itself, too] = [ends(session), ends(refresh)];
        if (!itself && !too) return undefined;
        return (
          <li key={(session ?? refresh!).fingerprint}>
            <strong>{itself ? deviceOf(session!).name : session ? `Refresh token of ${deviceOf(session).name}` : "Refresh token without its session"}</strong>
            {itself && (
              <>
                {" · "}
                <Place {...session!} />
              </>
            )}
            {itself && refresh && (too ? " · with its refresh token" : " · without its refresh token")}
            {" · "}
            <Expiry at={(itself ? session! : refresh!).expiry} />
          </li>
        );
      })}
      {planned
        .filter((record) => !listed.has(name(record)))
        .map(({ kind, fingerprint }) => (
          <li key={kind + fingerprint}>
            {kind === "session" ? "Session" : "Refresh token"} <code>{fingerprint}</code>
          </li>
        ))}
    </ul>
  );
}

/** Where a session is used, as far as known. */
export const Place = ({ location = "", ip = "" }: Pick<RecordView, "location" | "ip">) => (
  <>
    <Foreign text={location || "Location unknown"} longest={80} /> · <Foreign text={ip || "address unknown"} longest={80} />
  </>
);
