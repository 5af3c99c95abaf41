/** Calls of the control contract, and what to tell people when one fails. */
import { type ControlClient, type components, createControlClient, UnexpectedResponseError } from "../../typescript/src/control.js";

export type RecordView = components["schemas"]["RecordView"];
export type RecordRef = components["schemas"]["RecordRef"];
export type ApiKey = components["schemas"]["ApiKey"];
export type ApiKeyCreated = components["schemas"]["ApiKeyCreated"];
export type Event = components["schemas"]["Event"];

/** A control key in use. The text of the key is in the client, and nowhere else. */
export interface Access {
  client: ControlClient;
  read: boolean;
  write: boolean;
}

/** Where the control contract is: beside the folder that the page is in. */
export const base = new URL("..", location.href.replace(/[?#].*/, "")).href.replace(/\/$/, "");

/** Why a call failed, in words for people. */
export class Problem extends Error {
  readonly status: number;
  readonly advice: string;
  /** Seconds after which to try again, if the service named them. */
  readonly retryAfter: number | undefined;
  /** What it means for a change that was asked for. */
  readonly change: string;

  constructor(status: number, message: string, advice: string, change = nothing, retryAfter?: number) {
    super(message);
    this.status = status;
    this.advice = advice;
    this.change = change;
    this.retryAfter = retryAfter;
  }
}

const nothing = "Nothing was changed.";
const unsure = "Whether it was done is not known: look before you try again.";

interface Result<T> {
  data?: T;
  error?: components["schemas"]["Error"];
  response: Response;
}

/** The answer of a call, or a Problem. */
export async function answer<T>(call: Promise<Result<T>>): Promise<T> {
  let result: Result<T>;
  try {
    result = await call;
  } catch (error) {
    throw failure(error);
  }
  setClock(result.response);
  if (!result.response.ok) throw refusal(result.response, result.error);
  return result.data as T;
}

function failure(error: unknown): Problem {
  if (error instanceof UnexpectedResponseError)
    return new Problem(error.status, `Something answered with the status ${error.status} that is not as the control API does.`, "There may be a proxy between this page and the service.", unsure);
  if (error instanceof DOMException && error.name === "TimeoutError") return new Problem(0, "The service took too long to answer.", "", unsure);
  return new Problem(0, "The service can't be reached.", "Is it running, and is this machine connected?", unsure);
}

function refusal(response: Response, error: components["schemas"]["Error"] | undefined): Problem {
  const { status } = response;
  const said = error?.error ? `The service says: ${error.error}.` : "";
  switch (status) {
    case 400:
      return new Problem(status, "The service doesn't take this as it was entered.", said);
    case 401:
      return new Problem(status, "This control key is not accepted.", "It may be mistyped, have expired, or have been ended.");
    case 403:
      return new Problem(status, "This control key may not do that.", "It lacks the scope for it.");
    case 404:
      return new Problem(status, "It is not there any more.", "It may have ended in the meantime.");
    case 409:
      return new Problem(status, "The same was asked for just before, or with other details.", said);
    case 503: {
      const after = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
      const seconds = Number.isNaN(after) ? undefined : after;
      if (error?.code === "replicas") return new Problem(status, "It is done, but not yet on as many replicas of Redis as asked for.", "", "If Redis fails now, it may be undone.", seconds);
      return new Problem(status, "The service can't do that now.", said, unsure, seconds);
    }
    default:
      return new Problem(status, `The service failed, with the status ${status}.`, said, unsure);
  }
}

let ahead = 0; // of this machine's clock, in milliseconds, the service's is

function setClock(response: Response): void {
  const at = Date.parse(response.headers.get("Date") ?? "");
  // The header has whole seconds, so a smaller difference is none.
  if (!Number.isNaN(at)) ahead = Math.abs(at - Date.now()) > 2000 ? at - Date.now() : 0;
}

/** Now in Unix seconds, by the service's clock: what expires does so by that. */
export const now = (): number => (Date.now() + ahead) / 1000;

/** Finds out what a key may do, without changing anything. It throws a Problem if it is not known. */
export async function open(key: string): Promise<Access> {
  let client: ControlClient;
  try {
    client = createControlClient(key, { baseUrl: base, retries: 0 });
  } catch {
    throw new Problem(401, "This can't be a control key.", "One has no spaces, and only letters, digits and signs of ASCII.");
  }
  const may = (call: Promise<Result<unknown>>) =>
    answer(call).then(
      () => true,
      (problem: Problem) => {
        if (problem.status === 403) return false;
        throw problem;
      },
    );
  const [read, write] = await Promise.all([
    may(client.GET("/events", { params: { query: { limit: 1 } } })),
    may(client.DELETE("/users/{user_id}/session-tokens", { params: { path: { user_id: "-" }, query: { dry_run: true } } })),
  ]);
  return { client, read, write };
}

/** A user's live records, all pages of them. */
export async function records(client: ControlClient, user: string): Promise<RecordView[]> {
  const all: RecordView[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await answer(client.GET("/users/{user_id}/session-tokens", { params: { path: { user_id: user }, query: { limit: 1000, ...(cursor ? { cursor } : {}) } } }));
    all.push(...page.records);
    cursor = page.next;
    if (!cursor) return all;
  }
}

/** A user's API keys, all pages of them. */
export async function apiKeys(client: ControlClient, user: string): Promise<ApiKey[]> {
  const all: ApiKey[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await answer(client.GET("/users/{user_id}/api-keys", { params: { path: { user_id: user }, query: { limit: 1000, ...(cursor ? { cursor } : {}) } } }));
    all.push(...page.keys);
    cursor = page.next;
    if (!cursor) return all;
  }
}

/** What an action ends: all records, all but one grant, or one grant. */
export type Scope = { what: "all" } | { what: "others" | "one"; fingerprint: string };

/** Asks what an action would end. The contract can't be asked that of one record: it is what "all" ends and "others" does not. */
export async function preview(client: ControlClient, user: string, scope: Scope): Promise<RecordRef[]> {
  const ask = async (except?: string) =>
    (await answer(client.DELETE("/users/{user_id}/session-tokens", { params: { path: { user_id: user }, query: { dry_run: true, ...(except ? { except } : {}) } } }))).ended;
  if (scope.what === "all") return ask();
  if (scope.what === "others") return ask(scope.fingerprint);
  const [all, others] = await Promise.all([ask(), ask(scope.fingerprint)]);
  const stays = new Set(others.map(({ fingerprint, kind }) => kind + fingerprint));
  return all.filter(({ fingerprint, kind }) => !stays.has(kind + fingerprint));
}

/** Does it. */
export async function end(client: ControlClient, user: string, scope: Scope): Promise<RecordRef[]> {
  const path = { user_id: user };
  if (scope.what === "one")
    return (await answer(client.DELETE("/users/{user_id}/session-tokens/{fingerprint}", { params: { path: { ...path, fingerprint: scope.fingerprint } } }))).ended;
  const query = scope.what === "others" ? { except: scope.fingerprint } : {};
  return (await answer(client.DELETE("/users/{user_id}/session-tokens", { params: { path, query } }))).ended;
}
