/** Ends sessions and refresh tokens, after showing which. */
import { useEffect, useState } from "preact/hooks";
import { end, Problem, preview, type RecordRef, type RecordView, type Scope } from "./api.js";
import { Dialog, Failure, Time, useAction, useNow, useShared } from "./parts.js";
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

export function EndDialog({ user, scope, records, close, ended }: EndDialogProps) {
  const { access } = useShared();
  const [planned, setPlanned] = useState<RecordRef[]>();
  const looking = useAction();
  const ending = useAction();
  const look = () => void looking.run(async () => setPlanned(await preview(access.client, user, scope)));
  useEffect(look, []);

  const confirm = () =>
    void ending.run(async () => {
      let gone: RecordRef[];
      try {
        gone = await end(access.client, user, scope);
      } catch (problem) {
        if (!(problem instanceof Problem) || problem.status !== 404) throw problem;
        // A rotation gives a session another fingerprint, so it may be live nevertheless; the list that follows shows it.
        await ended(
          scope.what === "others"
            ? "Nothing was ended: the one to keep has ended, or was rotated. Look at the list."
            : "It had ended already, or was rotated. Look at the list.",
        );
        return;
      }
      await ended(`Ended ${counted(gone)}.`);
    });

  const kept = scope.what === "others" ? records.find(({ fingerprint }) => fingerprint === scope.fingerprint) : undefined;
  return (
    <Dialog title={`${titles[scope.what]} of ${user}?`} close={ending.busy ? undefined : close}>
      {looking.problem && <Failure problem={looking.problem} again={look} />}
      {!planned && !looking.problem && <p class="note">Asking what will end…</p>}
      {planned && planned.length > 0 && (
        <>
          <p>
            This ends {counted(planned)}
            {kept && <> and keeps {kept.kind === "session" ? device(kept).name : "the refresh token"}</>}:
          </p>
          <Planned planned={planned} records={records} />
          <p>
            <strong>This can't be undone.</strong> The user has to sign in again.
          </p>
        </>
      )}
      {planned?.length === 0 && <p>There is nothing that this would end.</p>}
      {ending.problem && <Failure problem={ending.problem} change />}
      <div class="actions">
        <button type="button" autofocus onClick={close}>
          {planned?.length === 0 ? "Close" : "Cancel"}
        </button>
        {planned?.length !== 0 && (
          <button type="button" class="danger solid" onClick={confirm} disabled={!planned}>
            {ending.busy ? "Ending…" : planned ? `End ${counted(planned)}` : "End"}
          </button>
        )}
      </div>
    </Dialog>
  );
}

/**
 * What will end, as the list of devices shows it. Records that are not in the list, because they are newer, are
 * shown by fingerprint.
 */
function Planned({ planned, records }: { planned: readonly RecordRef[]; records: readonly RecordView[] }) {
  const now = useNow();
  const has = (record: { kind: string; fingerprint: string } | undefined, among: readonly { kind: string; fingerprint: string }[]) =>
    record !== undefined && among.some(({ kind, fingerprint }) => kind === record.kind && fingerprint === record.fingerprint);
  const unnamed = planned.filter((record) => !has(record, records));
  return (
    <ul class="planned" tabIndex={0} aria-label="What will end">
      {rows(records).map(({ session, refresh }) => {
        const [ends, too] = [has(session, planned), has(refresh, planned)];
        if (!ends && !too) return undefined;
        return (
          <li key={(session ?? refresh!).fingerprint}>
            <strong>{ends ? device(session!).name : session ? `Refresh token of ${device(session).name}` : "Refresh token without its session"}</strong>
            {ends && ` · ${session!.location || "location unknown"} · ${session!.ip || "address unknown"}`}
            {ends && refresh && (too ? " · with its refresh token" : " · without its refresh token")}
            {" · "}
            <Time at={(ends ? session! : refresh!).expiry} before="expires " now={now} />
          </li>
        );
      })}
      {unnamed.map(({ kind, fingerprint }) => (
        <li key={kind + fingerprint}>
          {kind === "session" ? "Session" : "Refresh token"} <code>{fingerprint}</code>
        </li>
      ))}
    </ul>
  );
}
