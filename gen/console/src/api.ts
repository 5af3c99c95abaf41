/** Calls of the control contract, and the messages to show when a call fails. */
import { type ControlClient, type components, createControlClient, UnexpectedResponseError } from "../../typescript/src/control.js";

export type RecordView = components["schemas"]["RecordView"];
export type RecordRef = components["schemas"]["RecordRef"];
export type ApiKey = components["schemas"]["ApiKey"];
export type ApiKeyCreated = components["schemas"]["ApiKeyCreated"];
export type Event = components["schemas"]["Event"];
export type EventPage = components["schemas"]["EventPage"];

/** A control key in use. The key itself is held only by the client. */
export interface Access {
  client: ControlClient;
  read: boolean;
  write: boolean;
}

/** The URL of the control contract: the parent of the page's folder. */
export const base = new URL("..", location.href.replace(/[?#].*/, "")).href.replace(/\/$/, "");

/** Why a call failed, in words for people. */
export class Problem extends Error {
  readonly status: number;
  readonly advice: string;
  /** The seconds to wait before a retry, if the service gave any. */
  readonly retryAfter: number | undefined;
  /** What the failure means for the requested change. */
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

/** Returns the response of a call, or throws a Problem. */
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
      return new Problem(status, "The same was asked for just before, or with other details.", said, error?.code === "conflict" ? unsure : nothing);
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

let ahead = 0; // how far the service's clock is ahead of this machine's, in milliseconds

function setClock(response: Response): void {
  const at = Date.parse(response.headers.get("Date") ?? "");
  // The header has a resolution of a second, so small differences are ignored.
  if (!Number.isNaN(at)) ahead = Math.abs(at - Date.now()) > 2000 ? at - Date.now() : 0;
}

/** The current time in Unix seconds by the service's clock, which decides what has expired. */
export const now = (): number => (Date.now() + ahead) / 1000;

/** Finds out what a key may do, without changing anything. Throws a Problem if that fails. */
export async function open(key: string): Promise<Access> {
  let client: ControlClient;
  if (!/^stc_/.test(key)) throw new Problem(401, "This control key is not accepted.", "A control key begins with stc_.");
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

/** All pages of a user's live records. */
export async function records(client: ControlClient, user: string): Promise<RecordView[]> {
  const all: RecordView[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await answer(client.GET("/users/{user_id}/session-tokens", { params: { path: { user_id: user }, query: { limit: 1000, ...(cursor ? { cursor } : {}) } } }));
    all.push(...page.records);
    cursor = page.next;
    if (!cursor) return all;
  }
}

/** All pages of a user's API keys. */
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

/**
 * Asks what an action would end. The contract has no dry run for one record: it is what "all" ends and "others"
 * does not.
 */
export async function preview(client: ControlClient, user: string, scope: Scope): Promise<RecordRef[]> {
  const ask = async (except?: string) =>
    (await answer(client.DELETE("/users/{user_id}/session-tokens", { params: { path: { user_id: user }, query: { dry_run: true, ...(except ? { except } : {}) } } }))).ended;
  if (scope.what === "all") return ask();
  if (scope.what === "others") return ask(scope.fingerprint);
  const [all, others] = await Promise.all([ask(), ask(scope.fingerprint)]);
  const stays = new Set(others.map(({ fingerprint, kind }) => kind + fingerprint));
  return all.filter(({ fingerprint, kind }) => !stays.has(kind + fingerprint));
}

/** Performs the action. */
export async function end(client: ControlClient, user: string, scope: Scope): Promise<RecordRef[]> {
  const path = { user_id: user };
  if (scope.what === "one")
    return (await answer(client.DELETE("/users/{user_id}/session-tokens/{fingerprint}", { params: { path: { ...path, fingerprint: scope.fingerprint } } }))).ended;
  const query = scope.what === "others" ? { except: scope.fingerprint } : {};
  return (await answer(client.DELETE("/users/{user_id}/session-tokens", { params: { path, query } }))).ended;
}
