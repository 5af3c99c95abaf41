/** The start page: finding a user, the service's health, and the latest events. */
import { useEffect, useState } from "preact/hooks";
import { answer, base, Problem } from "./api.js";
import { EventList } from "./events.js";
import { Find } from "./find.js";
import { useShared } from "./hooks.js";
import { Time } from "./parts.js";

export function Start() {
  return (
    <>
      <h1 tabIndex={-1}>Who is signed in where?</h1>
      <Find />
      <Health />
      <section aria-labelledby="last-events">
        <h2 id="last-events">Last events</h2>
        <EventList />
      </section>
    </>
  );
}

/** How often the health is looked at, and how long an answer may take, in milliseconds. */
const period = 10_000;

interface Check {
  good: boolean;
  text: string;
}

async function check(call: () => Promise<unknown>): Promise<Check> {
  const start = performance.now();
  try {
    await call();
    return { good: true, text: `answers, in ${Math.max(1, Math.round(performance.now() - start))} ms` };
  } catch (problem) {
    return { good: false, text: problem instanceof Problem ? problem.message : "can't be reached" };
  }
}

/** What can be known of the service's health from here: whether it responds, and whether its store does. */
function Health() {
  const { access, events } = useShared();
  const [service, setService] = useState<Check>();
  const [store, setStore] = useState<Check>();
  useEffect(() => {
    let going = true;
    let looking = false;
    const service = async () => {
      const response = await fetch(`${base}/openapi.json`, { method: "HEAD", redirect: "error", signal: AbortSignal.timeout(period) });
      if (!response.ok) throw new Problem(response.status, `answers with the status ${response.status}`, "");
    };
    const store = () =>
      answer(access.client.GET("/events", { params: { query: { limit: 1 } }, signal: AbortSignal.timeout(period) })).catch((problem: Problem) => {
        throw problem.status === 503 ? new Problem(503, "doesn't answer", "") : problem;
      });
    const look = async () => {
      if (document.hidden || looking) return;
      looking = true;
      const [ofService, ofStore] = await Promise.all([check(service), access.read ? check(store) : undefined]);
      looking = false;
      if (!going) return;
      setService(ofService);
      setStore(ofStore);
    };
    void look();
    const timer = setInterval(() => void look(), period);
    return () => {
      going = false;
      clearInterval(timer);
    };
  }, [access]);
  const last = events.events[0];
  return (
    <dl class="tiles">
      <Tile name="Service" check={service} />
      {access.read ? <Tile name="Store" check={store} /> : <Tile name="Store" check={{ good: false, text: "not known: the key lacks the scope read" }} />}
      <div class="tile">
        <dt>Last event</dt>
        <dd>{last ? <Time at={last.time} past /> : access.read ? (events.current ? "none yet" : "…") : "not known: the key lacks the scope read"}</dd>
      </div>
    </dl>
  );
}

const Tile = ({ name, check }: { name: string; check: Check | undefined }) => (
  <div class="tile">
    <dt>{name}</dt>
    <dd>
      {check && <span class={`dot ${check.good ? "good" : "bad"}`} aria-hidden="true" />}
      {check ? check.text : "…"}
    </dd>
  </div>
);
