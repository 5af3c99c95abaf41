/** The element's texts in English. A page in another language replaces all of them. */
export const english = {
  /** The language of these texts, as in `lang`; times are formatted in it too. */
  language: "en",
  heading: "Where you are signed in",
  loading: "Loading…",
  /** Announced when the list is loaded. */
  loaded: "Devices: {count}",
  /** A device, from its user agent. */
  device: "{browser} on {system}",
  unknownDevice: "Unknown device",
  /** A refresh token without a listed session. */
  dormant: "A device that can sign in again",
  location: "Location",
  address: "Address",
  unknown: "unknown",
  expires: "Expires",
  soon: "in less than a minute",
  current: "This session",
  suspended: "Suspended",
  end: "End",
  /** Ends the page's own session. */
  endCurrent: "Sign out",
  endOthers: "End all others",
  retry: "Try again",
  /** A 401. */
  refused: "You are not signed in.",
  /** A 503. */
  unavailable: "The list is not available right now.",
  /** No connection, or no response in time. */
  unreachable: "The service can't be reached.",
  failed: "The list can't be shown.",
};

export type SessionTokensTexts = typeof english;

/** Replaces names in braces by their values. */
export function filled(text: string, values: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (all, name: string) => values[name] ?? all);
}

const units = [["day", 86_400_000], ["hour", 3_600_000], ["minute", 60_000]] as const;

/** How long the remaining milliseconds are, in whole units, and after how many of them that changes. */
export function timeLeft(left: number, texts: SessionTokensTexts): { words: string; changesIn: number } {
  const [unit, length] = units.find(([, length]) => left >= length) ?? [];
  if (!unit) return { words: texts.soon, changesIn: left };
  return { words: new Intl.RelativeTimeFormat(texts.language).format(Math.floor(left / length), unit), changesIn: (left % length) + 1 };
}
