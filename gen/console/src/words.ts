/** Numbers, times and devices in words. */
import Bowser from "bowser";
import { plain } from "../../typescript/src/plain.js";
import type { RecordView } from "./api.js";

const relative = new Intl.RelativeTimeFormat("en", { numeric: "always" });
const units = [
  ["year", 365 * 86400],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
] as const;

/**
 * "in 14 minutes", "3 hours ago". Units from hours up are used only for two or more: "in 36 hours", since "in 1
 * day" would be too imprecise.
 */
export function fromNow(at: number, now: number): string {
  const seconds = at - now;
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= (unit === "minute" ? 1 : 2) * length) return relative.format(Math.trunc(seconds / length), unit);
  }
  return Math.abs(seconds) < 1 ? "now" : relative.format(Math.trunc(seconds), "second");
}

const whole = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
/** The time as a Date, or undefined if it is beyond the range of Date. */
export const date = (at: number): Date | undefined => (at < 8.64e12 ? new Date(at * 1000) : undefined);
export const absolute = (at: number): string => {
  const when = date(at);
  return when ? whole.format(when) : "in the far future";
};

/** "1 session", "2 sessions". */
export const count = (n: number, one: string): string => `${n} ${one}${n === 1 ? "" : "s"}`;

/** "1 session and 2 refresh tokens", for objects with a kind. */
export function counted(things: readonly { kind: string }[]): string {
  const parts = [
    ["session", "session"],
    ["refresh", "refresh token"],
    ["api_key", "API key"],
  ].flatMap(([kind, word]) => {
    const n = things.filter((thing) => thing.kind === kind).length;
    return n > 0 ? [count(n, word!)] : [];
  });
  return parts.join(" and ") || "nothing";
}

export interface Device {
  /** "Firefox 146 on Linux" */
  name: string;
  kind: "desktop" | "mobile" | "program" | "unknown";
}

/** Longer than those of browsers. The time of the parser may grow with the third power of the length. */
const longestAgent = 256;

/** The devices that are known already: a user with many sessions has many of the same, and parsing takes long. */
const devices = new Map<string, Device>();

/** The device of a session, from its user agent and, where that doesn't name the system, its platform. */
export function device({ agent = "", platform = "" }: Pick<RecordView, "agent" | "platform">): Device {
  const key = JSON.stringify([agent, platform]);
  let found = devices.get(key);
  if (!found) {
    if (devices.size >= 10_000) devices.clear();
    devices.set(key, (found = parsed(agent, platform)));
  }
  return found;
}

function parsed(agent: string, platform: string): Device {
  const text = agent.trim().slice(0, longestAgent);
  const found = text ? Bowser.parse(text) : undefined;
  const system = plain(found?.os.name ?? "") || plain(platform);
  const on = system ? ` on ${system}` : "";
  if (found?.browser.name) {
    const version = found.browser.version?.split(".")[0];
    const type = found.platform.type;
    return { name: `${plain(`${found.browser.name} ${version ?? ""}`)}${on}`, kind: type === "mobile" || type === "tablet" ? "mobile" : "desktop" };
  }
  const [product = ""] = text.split(/\s/);
  if (product) return { name: `${plain(product.replace("/", " "))}${on}`, kind: "program" };
  return { name: system ? `Unknown browser${on}` : "Unknown device", kind: "unknown" };
}

/** Why a text is not a valid user ID by the contract, or undefined if it is. */
export function wrongUser(user: string): string | undefined {
  if (!user) return "Enter a user ID.";
  if (/[{}\u0000-\u001F\u007F-\u009F]/.test(user)) return "A user ID has no braces and no control characters.";
  if (new TextEncoder().encode(user).length > 256) return "A user ID has at most 256 bytes.";
  if (user === "." || user === "..") return "The user IDs . and .. can't be a part of an address. Use the command line.";
  return undefined;
}

/** A session with its refresh token, or only one of the two. */
export interface Row {
  session?: RecordView;
  refresh?: RecordView;
}

/** Pairs each session with the refresh token that it names. */
export function rows(records: readonly RecordView[]): Row[] {
  const refresh = new Map(records.filter(({ kind }) => kind === "refresh").map((record) => [record.fingerprint, record]));
  const claimed = new Set<string>();
  const all: Row[] = [];
  for (const session of records) {
    if (session.kind !== "session") continue;
    const its = refresh.get(session.refresh_fingerprint ?? "");
    if (its) claimed.add(its.fingerprint);
    all.push({ session, ...(its ? { refresh: its } : {}) });
  }
  for (const [fingerprint, record] of refresh) if (!claimed.has(fingerprint)) all.push({ refresh: record });
  return all;
}
