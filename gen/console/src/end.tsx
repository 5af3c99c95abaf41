/** Ends sessions and refresh tokens, after showing which. */
import { useEffect, useRef, useState } from "preact/hooks";
import { end, Problem, preview, type RecordRef, type RecordView, type Scope } from "./api.js";
import { Cancel, Dialog, Expiry, Failure, Foreign, useAction, useLoaded, useNewest, useShared } from "./parts.js";
import { counted, device, rows } from "./words.js";

interface EndDialogProps {
  user: string;
  scope: Scope;
  /** The records on the page, for the names of what will end. */
  records: readonly RecordView[];
  close: () => void;
  ended: (text: string) => Promise<void>;
}

const titles = { all: "End all sessions", others: "End all other sessions", one: "End this session" };

/** The kinds of the events that may change what will end. */
const affecting = ["session", "refresh"] as const;

export function EndDialog({ user, scope, records, close, ended }: EndDialogProps) {
  const { access } = useShared();
  const ending = useAction();
  const newest = useNewest(user, affecting);
  const before = useRef(newest);
  if (!ending.busy) before.current = newest; // the events of the action itself change nothing in the plan
  const plan = useLoaded(true, () => preview(access.client, user, scope), [access, user, scope, before.current]);
  const planned = plan.problem ? undefined : plan.data;
  // A rotation gives a session another fingerprint, so it may be live nevertheless; the list that follows shows it.
  const missing = scope.what === "others" ? "Nothing was ended: the one to keep has ended, or was rotated." : "It had ended already, or was rotated.";
  const nothing = planned?.length === 0 || plan.problem?.status === 404;

  const seen = useRef(plan.data);
  const [changed, setChanged] = useState(false);
  useEffect(() => {
    if (seen.current && plan.data && !same(seen.current, plan.data)) setChanged(true);
    seen.current = plan.data;
  }, [plan.data]);

  const confirm = () =>
    void ending.run(async () => {
      if (!planned) return;
      // Not all changes have events, and an event may be late.
      const latest = await plan.reload();
      if (!latest || !same(planned, latest)) return;
      let gone: RecordRef[];
      try {
        gone = await end(access.client, user, scope);
      } catch (problem) {
        if (!(problem instanceof Problem) || problem.status !== 404) throw problem;
        return ended(`${missing} Look at the list.`);
      }
      await ended(`Ended ${counted(gone)}.`);
    });

  const kept = scope.what === "others" ? records.find(({ fingerprint }) => fingerprint === scope.fingerprint) : undefined;
  return (
    <Dialog
      title={
        <>
          {titles[scope.what]} of <Foreign text={user} />?
        </>
      }
      close={ending.busy ? undefined : close}
    >
      {plan.problem?.status === 404 && <p role="alert">{missing}</p>}
      {plan.problem && plan.problem.status !== 404 && <Failure problem={plan.problem} again={() => void plan.reload()} />}
      {!plan.data && !plan.problem && <p class="note">Asking what will end…</p>}
      {planned && changed && (
        <p class="changed" role="alert">
          <strong>What this ends has changed</strong> since it was shown first. Nothing was ended yet.
        </p>
      )}
      {planned && planned.length > 0 && (
        <>
          <p>
            This ends {counted(planned)}
            {kept && <> and keeps {kept.kind === "session" ? device(kept).name : "the refresh token"}</>}:
          </p>
          <Planned planned={planned} records={records} />
          <p>
            <strong>This can't be undone.</strong> The user has to sign in again.{scope.what === "all" && " API keys stay: each is ended on its own."}
          </p>
        </>
      )}
      {planned?.length === 0 && <p>There is nothing that this would end.</p>}
      {ending.problem && <Failure problem={ending.problem} change />}
      <div class="actions">
        <Cancel busy={ending.busy} close={close} focus>
          {nothing ? "Close" : "Cancel"}
        </Cancel>
        {!nothing && (
          <button type="button" class="danger solid" onClick={confirm} aria-disabled={!planned}>
            {ending.busy ? "Ending…" : planned ? `End ${counted(planned)}` : "End"}
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
            <strong>{itself ? device(session!).name : session ? `Refresh token of ${device(session).name}` : "Refresh token without its session"}</strong>
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
