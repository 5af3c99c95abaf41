/** One user: signed-in devices, API keys and events. */
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { plain } from "../../typescript/src/plain.js";
import { answer, apiKeys, type Event, Problem, type RecordView, records, type Scope } from "./api.js";
import { EndDialog, Place } from "./end.js";
import { EventList } from "./events.js";
import { userAddress } from "./find.js";
import { briefly, useAction, useFresh, useLoaded, useShared } from "./hooks.js";
import { ApiKeys } from "./keys.js";
import { Expiry, Failure, Foreign, Icon, Time } from "./parts.js";
import { device, type Row, rows } from "./words.js";

/** The kinds of the events that change the list of devices, and of API keys. */
const affecting = { devices: ["session", "refresh", "user"], keys: ["api_key"] } as const;

/** The attributes of buttons that need the scope write. */
const allowed = {};
const refusing = { disabled: true, "aria-describedby": "no-write", title: "This key lacks the scope write" };

/** Replaces records by those of before that are equal, so that their rows need not be rendered again. */
function reused(records: RecordView[], known: Map<string, RecordView>): RecordView[] {
  const before = new Map(known);
  known.clear();
  return records.map((record) => {
    const text = JSON.stringify(record);
    const same = before.get(text) ?? record;
    known.set(text, same);
    return same;
  });
}

export function User({ user }: { user: string }) {
  const { access, say } = useShared();
  const unchanged = useRef(new Map<string, RecordView>());
  const list = useLoaded(access.read, async () => reused(await records(access.client, user), unchanged.current), [access, user]);
  useFresh(user, affecting.devices, list, list.data?.map(({ expiry }) => expiry));
  const keys = useLoaded(access.read, () => apiKeys(access.client, user), [access, user]);
  useFresh(user, affecting.keys, keys, keys.data?.map(({ expires }) => expires));
  const [ending, setEnding] = useState<Scope>();
  const suspension = useSuspension(user, list.data, list.loading);
  const action = useAction();
  const tell = (text: string) => say(`${plain(user)}: ${text}`); // it may be shown on another user's page

  const left = useRef(false);
  useLayoutEffect(() => () => void (left.current = true), []);
  /** Runs a change of a suspension, after which, or if the record is not there any more, the list is loaded anew. */
  const change = async (work: () => Promise<void>) => {
    if (action.busy) return tell("Wait for the change before this one.");
    await action.run(async () => {
      try {
        await work();
      } catch (thrown) {
        const problem = thrown as Problem;
        if (problem.status === 404) void list.reload();
        if (left.current) tell(`${problem.message} ${problem.change}`);
        throw problem;
      }
      void list.reload().then(suspension.settle);
    });
  };
  const suspendUser = (suspend: boolean) =>
    change(async () => {
      const path = { params: { path: { user_id: user } } };
      const { is_suspended } = await answer(suspend ? access.client.PUT("/users/{user_id}/suspension", path) : access.client.DELETE("/users/{user_id}/suspension", path));
      suspension.set(is_suspended);
      tell(is_suspended ? "The user is suspended. API keys stay." : "The user is resumed.");
    });
  const suspendSession = (fingerprint: string, suspend: boolean) =>
    change(async () => {
      const path = { params: { path: { user_id: user, fingerprint } } };
      const { is_suspended } = await answer(suspend ? access.client.PUT("/users/{user_id}/sessions/{fingerprint}/suspension", path) : access.client.DELETE("/users/{user_id}/sessions/{fingerprint}/suspension", path));
      if (!suspend && is_suspended) suspension.set(true);
      tell(suspend ? "The session is suspended." : is_suspended ? "The session is resumed, but stays suspended with its user." : "The session is resumed.");
    });

  const all = useMemo(() => rows(list.data ?? []), [list.data]);
  const blocked = access.write ? allowed : refusing;
  const refresh = () => {
    action.clear();
    list.retry();
    keys.retry();
  };
  const latest = useRef(suspendSession);
  latest.current = suspendSession;
  const suspend = useCallback((fingerprint: string, suspend: boolean) => void latest.current(fingerprint, suspend), []);
  return (
    <>
      <div class="title">
        <h1 tabIndex={-1}>
          <span class="label">User</span> <Foreign text={user} />
        </h1>
        {suspension.known === true && <span class="badge warn">suspended</span>}
        <div class="actions">
          {access.read && (
            <button type="button" onClick={refresh}>
              Refresh
            </button>
          )}
          <button type="button" onClick={() => void suspendUser(!suspension.known)} {...blocked}>
            {suspension.known ? "Resume user" : "Suspend user"}
          </button>
          {suspension.known === undefined && (list.data || !access.read) && (
            <button type="button" onClick={() => void suspendUser(false)} {...blocked}>
              Resume user
            </button>
          )}
          <button type="button" class="danger" onClick={() => setEnding({ what: "all" })} {...blocked}>
            End all…
          </button>
        </div>
      </div>
      {user.trim() && user !== user.trim() && (
        <p class="note">
          This user ID begins or ends with a space. <a href={userAddress(user.trim())}>Go to the one without</a>.
        </p>
      )}
      {suspension.known === undefined && list.data && (
        <p class="note">
          Whether the user is suspended can't be told: {all.length > 0 ? "all sessions are suspended" : "there is no session"}, and no event that is kept says so.
        </p>
      )}
      {!access.write && (
        <p class="note" id="no-write">
          This key lacks the scope <code>write</code>: it can't end, suspend, resume or make anything.
        </p>
      )}
      {action.problem && <Failure problem={action.problem} change />}

      <section aria-labelledby="devices">
        <div class="title">
          <h2 id="devices">
            Devices{list.data && <span class="count">{all.length}</span>}
          </h2>
        </div>
        {list.problem && <Failure problem={list.problem} again={list.retry} />}
        {!access.read && (
          <p class="note">
            This key can't show devices: it lacks the scope <code>read</code>.
          </p>
        )}
        {!list.data && list.loading && <p class="note">Reading…</p>}
        {list.data && all.length === 0 && <p class="note">No device is signed in. An unknown user ID looks the same.</p>}
        <ul class="rows">
          {all.map((row) => (
            <DeviceRow key={(row.session ?? row.refresh!).kind + (row.session ?? row.refresh!).fingerprint} {...row} others={all.length > 1} blocked={blocked} end={setEnding} suspend={suspend} />
          ))}
        </ul>
      </section>
      <ApiKeys user={user} list={keys} tell={tell} />
      <section aria-labelledby="events">
        <h2 id="events">Events</h2>
        <EventList user={user} shown={10} />
      </section>
      {ending && (
        <EndDialog
          user={user}
          scope={ending}
          records={list.data ?? []}
          close={() => {
            setEnding(undefined);
            void list.reload(); // what the dialog has seen may be newer
          }}
          ended={async (text) => {
            await briefly(list.reload());
            setEnding(undefined);
            tell(text); // after the dialog, outside of which a screen reader reads nothing
          }}
        />
      )}
    </>
  );
}

interface Suspension {
  known: boolean | undefined;
  /** Notes the response to a change. */
  set: (is: boolean) => void;
  /** Notes that the list was loaded since the change. */
  settle: () => void;
}

/**
 * Whether the user is suspended, or undefined if that is unknown. The contract tells it for each record, not for
 * the user: if any record is not suspended, the user is not; if a refresh token is suspended although its
 * session does not exist, the user is. Otherwise the last response or event decides.
 */
function useSuspension(user: string, list: RecordView[] | undefined, loading: boolean): Suspension {
  const { events } = useShared();
  const [answered, set] = useState<{ is: boolean; list: RecordView[] | undefined; event: Event | undefined; settled: boolean }>();
  const event = useMemo(() => events.events.find((event) => event.user_id === user && event.kind === "user"), [events, user]);
  const tell = (): boolean | undefined => {
    // A response is newer than a list that was asked for before it.
    if (answered && (answered.list === list || (loading && !answered.settled))) return answered.is;
    if (list?.some(({ is_suspended }) => !is_suspended)) return false;
    if (rows(list ?? []).some(({ session, refresh }) => !session && refresh?.is_suspended)) return true;
    if (event && !(answered && answered.event?.id === event.id)) return event.transition === "suspended";
    return answered?.is;
  };
  return { known: tell(), set: (is) => set({ is, list, event, settled: false }), settle: () => set((last) => last && { ...last, settled: true }) };
}

interface DeviceRowProps extends Row {
  others: boolean;
  blocked: object;
  end: (scope: Scope) => void;
  suspend: (fingerprint: string, suspend: boolean) => void;
}

/** A row. A user may have thousands, so it is rendered only when it changes. */
function DeviceRow(props: DeviceRowProps) {
  const { session, refresh, others, blocked } = props;
  return useMemo(() => <Device {...props} />, [session, refresh, others, blocked]);
}

function Device({ session, refresh, others, blocked, end, suspend }: DeviceRowProps) {
  const record = session ?? refresh!;
  const { name, kind } = session ? device(session) : { name: "Refresh token without its session", kind: "refresh" as const };
  const { fingerprint } = record;
  const suspended = record.is_suspended;
  return (
    <li class={suspended ? "row suspended" : "row"}>
      <Icon name={kind} />
      <div class="who">
        <h3>
          {name}
          {suspended && <span class="badge warn">suspended</span>}
        </h3>
        {session ? (
          <p>
            <Place {...session} /> · <Foreign text={session.platform || "platform unknown"} longest={80} />
          </p>
        ) : (
          <p>A new session can be had with it. Which device has it is not known.</p>
        )}
        <p class="fine">
          <Expiry at={record.expiry} />
          {" · "}
          {record.registered_at === undefined ? "registered at an unknown time" : <Time at={record.registered_at} before="registered " past />}
          {" · "}
          {record.last_used === undefined ? "not checked by a service yet" : <Time at={record.last_used} before="last checked by a service " past />}
        </p>
        {session && (
          <p class="fine">
            {refresh ? (
              <>
                with a refresh token, which <Expiry at={refresh.expiry} />
              </>
            ) : (
              "without a refresh token"
            )}
            {" · "}
            <code>{fingerprint}</code>
          </p>
        )}
        {session?.agent && (
          <details class="fine">
            <summary>User agent</summary>
            <Foreign text={session.agent} longest={1000} />
          </details>
        )}
        {!session && (
          <p class="fine">
            <code>{fingerprint}</code>
          </p>
        )}
      </div>
      <div class="actions">
        {session && (
          <button type="button" aria-label={`${suspended ? "Resume" : "Suspend"} ${name}, ${fingerprint}`} onClick={() => suspend(fingerprint, !suspended)} {...blocked}>
            {suspended ? "Resume" : "Suspend"}
          </button>
        )}
        {others && (
          <button type="button" aria-label={`End others… and keep ${name}, ${fingerprint}`} onClick={() => end({ what: "others", fingerprint })} {...blocked}>
            End others…
          </button>
        )}
        <button type="button" class="danger" aria-label={`End… ${name}, ${fingerprint}`} onClick={() => end({ what: "one", fingerprint })} {...blocked}>
          End…
        </button>
      </div>
    </li>
  );
}

