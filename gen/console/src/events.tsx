/** Events as sentences. */
import { useMemo, useState } from "preact/hooks";
import type { Event } from "./api.js";
import { userAddress } from "./find.js";
import { useShared } from "./hooks.js";
import { Failure, Foreign, Time } from "./parts.js";
import { absolute, counted } from "./words.js";

const done: Record<Event["transition"], string> = {
  registered: "registered",
  rotated: "rotated",
  suspended: "suspended",
  resumed: "resumed",
  revoked: "ended",
  evicted: "ended to make room",
  reused: "ended: a refresh token was used twice",
  key_made: "made",
  key_ended: "ended",
};

/**
 * Groups consecutive events of a user that are alike and in the same second: a session and its refresh token, or
 * everything that ended at once.
 */
function steps(events: readonly Event[]): Event[][] {
  const all: Event[][] = [];
  for (const event of events) {
    const last = all.at(-1)?.[0];
    const same = (["time", "user_id", "transition", "cause", "actor"] as const).every((name) => last?.[name] === event[name]);
    if (same && event.kind !== "user" && last?.kind !== "user") all.at(-1)!.push(event);
    else all.push([event]);
  }
  return all;
}

const tone = ({ transition }: Event) =>
  transition === "reused" ? "bad" : transition === "suspended" ? "warn" : transition === "registered" || transition === "key_made" || transition === "resumed" ? "good" : "plain";

/** The latest events, of all users or of one. */
export function EventList({ user, shown = 20 }: { user?: string; shown?: number }) {
  const { access, events: feed } = useShared();
  const [most, setMost] = useState(shown);
  const all = useMemo(() => steps(user === undefined ? feed.events : feed.events.filter(({ user_id }) => user_id === user)), [feed.events, user]);
  if (!access.read) return <p class="note">This key can't show events: it lacks the scope <code>read</code>.</p>;
  const kept = feed.cut ? "read here" : "kept";
  const oldest = feed.events.at(-1);
  return (
    <>
      {feed.problem && <Failure problem={feed.problem} />}
      {all.length > 0 && (
        <ol class="events">
          {all.slice(0, most).map((step) => (
            <Step key={step.at(-1)!.id} step={step} named={user === undefined} />
          ))}
        </ol>
      )}
      {all.length > most && (
        <button type="button" onClick={() => setMost(most + 50)}>
          Show more ({all.length - most})
        </button>
      )}
      <p class="note">
        {!feed.current && !feed.problem && "Reading the events… "}
        {feed.current && all.length === 0 && (user === undefined ? "No event is kept. " : `No event of this user is ${kept}. `)}
        {oldest && `Only the newest events of all users are ${kept}, back to ${absolute(oldest.time)}. `}
        {feed.missed > 0 && "Some events are missing: more came at once than are kept. "}
        Expiry is not recorded.
      </p>
    </>
  );
}

function Step({ step, named }: { step: Event[]; named: boolean }) {
  const event = step[0]!;
  const what = event.kind === "user" ? "User" : capital(counted(step).replace(/^1 /, "").replace(" and 1 ", " and "));
  const of = step.map(({ fingerprint, key_id }) => fingerprint ?? key_id).filter((id) => id !== undefined);
  return (
    <li>
      <span class={`dot ${tone(event)}`} aria-hidden="true" />
      <div>
        <span class="what">
          {what} {done[event.transition]}
        </span>
        {named && (
          <>
            {event.kind === "user" ? ": " : " for "}
            <a href={userAddress(event.user_id)}><Foreign text={event.user_id} /></a>
          </>
        )}
        {" "}
        <span class="by">
          by <Foreign text={event.actor} />
          {/* The other causes follow from the transition. */}
          {event.transition === "revoked" && event.cause === "owner" && ", with its token"}
          {of.length > 0 && (
            <>
              {" · "}
              <code>{of.length > 2 ? `${of[0]} and ${of.length - 1} more` : of.join(" ")}</code>
            </>
          )}
        </span>
      </div>
      <Time at={event.time} past />
    </li>
  );
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
