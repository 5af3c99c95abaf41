/** What a list for its owner shows of each record, which includes no token. */
import Bowser from "bowser";
import type { SessionTokens } from "./index.js";
import { plain } from "./plain.js";
import type { SessionTokensTexts } from "./texts.js";
import { filled } from "./texts.js";

export interface Row {
  fingerprint: string;
  current: boolean;
  suspended: boolean;
  device: string;
  location: string;
  address: string;
  /** In milliseconds since the epoch. */
  expiry: number;
}

/**
 * Returns the page's own session first, then the others in the service's order, then the refresh tokens without
 * a listed session, whose holders can sign in again.
 */
export async function rowsOf({ auth = [], refresh = [] }: SessionTokens["data"], bearer: string | undefined, texts: SessionTokensTexts): Promise<Row[]> {
  const rows = new Map<string, Row>(); // two records may have the same token
  const grants = new Set<string>();
  for (const session of auth) {
    if (session.refresh_token) grants.add(await fingerprintOf(session.refresh_token));
    const fingerprint = await fingerprintOf(session.token);
    const earlier = rows.get(fingerprint);
    rows.set(fingerprint, {
      fingerprint,
      current: session.token === bearer,
      suspended: session.is_suspended || earlier?.suspended === true,
      device: deviceOf(session.agent, session.platform, texts),
      location: plain(session.location) || texts.unknown,
      address: plain(session.ip) || texts.unknown,
      expiry: milliseconds(session.expiry),
    });
  }
  for (const { token, expiry } of refresh) {
    if (!token || expiry === undefined) continue;
    const fingerprint = await fingerprintOf(token);
    if (grants.has(fingerprint)) continue;
    const { dormant: device, unknown } = texts;
    rows.set(fingerprint, { fingerprint, current: false, suspended: false, device, location: unknown, address: unknown, expiry: milliseconds(expiry) });
  }
  return [...rows.values()].sort((a, b) => Number(b.current) - Number(a.current));
}

/** The contract allows times outside the range of Date, which are shown as its first or last one. */
function milliseconds(seconds: number): number {
  return Math.max(-8.64e15, Math.min(seconds * 1000, 8.64e15));
}

/**
 * The first 16 hexadecimal digits of the token's SHA-1. A service may list this fingerprint in place of the
 * token.
 */
async function fingerprintOf(token: string): Promise<string> {
  if (/^[0-9a-f]{16}$/.test(token)) return token;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-1", new TextEncoder().encode(token)));
  return Array.from(hash.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Longer than browsers' user agents. The parser's time may grow with the cube of the length. */
const longestAgent = 256;

/** The browser and system, as far as known. The agent is whatever the client has sent. */
function deviceOf(agent: string, platform: string, texts: SessionTokensTexts): string {
  const { browser, os } = Bowser.parse(agent.slice(0, longestAgent) || "-"); // throws on an empty string
  const names = { browser: plain(browser.name ?? ""), system: plain(os.name ?? "") || plain(platform) };
  if (names.browser && names.system) return filled(texts.device, names);
  return names.browser || names.system || texts.unknownDevice;
}
