/**
 * A custom element that shows the owner of an account where they are signed in, using only the public operation.
 * The element only reports that the owner wants to end a session; the page decides what to do.
 */
import type { Credential, Options, SessionTokensClient } from "./index.js";
import { createSessionTokensClient, UnexpectedResponseError } from "./index.js";
import type { Row } from "./row.js";
import { rowsOf } from "./row.js";
import { style } from "./style.js";
import type { SessionTokensTexts } from "./texts.js";
import { english, filled, timeLeft } from "./texts.js";

export type { Credential, Options, SessionTokensTexts };

/** Identifies a record to end, which is up to the page's own server. */
export interface EndDetail {
  /** The first 16 hexadecimal digits of the token's SHA-1. */
  fingerprint: string;
  /** Whether it is the page's own session. */
  current: boolean;
  /** The name of the device in the list, for a confirmation. */
  device: string;
}

export interface EndOthersDetail {
  /** The fingerprint of the page's own session, which is to stay. */
  except: string;
}

export interface SessionTokensEventMap extends HTMLElementEventMap {
  end: CustomEvent<EndDetail>;
  "end-others": CustomEvent<EndOthersDetail>;
}

declare global {
  interface HTMLElementTagNameMap {
    "session-tokens": SessionTokensElement;
  }
}

/** Defines the element, unless it is defined already. Importing this module does not define it. */
export function defineSessionTokens(): void {
  if (!customElements.get("session-tokens")) customElements.define("session-tokens", SessionTokensElement);
}

export interface SessionTokensElement {
  addEventListener<K extends keyof SessionTokensEventMap>(type: K, listener: (this: SessionTokensElement, event: SessionTokensEventMap[K]) => unknown, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | AddEventListenerOptions): void;
}

// Without a DOM, as on a server, this module can be imported but not used.
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

export class SessionTokensElement extends Base {
  #credential: Credential | null = null;
  #options: Options = {};
  #texts: SessionTokensTexts = english;
  #rows: { row: Row; time: HTMLTimeElement }[] = [];
  #loading: AbortController | undefined;
  #scheduled = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0; // when the list was requested

  readonly #root = this.attachShadow({ mode: "open" });
  readonly #heading = made("h2", "heading");
  readonly #status = made("p", "status");
  readonly #message = made("p", "message");
  readonly #retry = made("button", "button retry");
  readonly #error = made("div", "error", this.#message, this.#retry);
  readonly #list = made("ul", "list");
  readonly #endOthers = made("button", "button end-others");
  readonly #section = made("section", "root");

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    this.#root.adoptedStyleSheets = [sheet];
    const heading = made("slot", "", this.#heading);
    heading.name = "heading";
    this.#status.role = "status";
    this.#message.role = "alert";
    this.#list.role = "list"; // Safari removes the role from a list without bullets
    this.#list.tabIndex = -1;
    this.#retry.addEventListener("click", () => void this.refresh());
    this.#endOthers.addEventListener("click", () => {
      const own = this.#rows.find(({ row }) => row.current);
      if (own) this.#tell("end-others", { except: own.row.fingerprint });
    });
    this.#section.append(heading, this.#status, this.#error, this.#list, this.#endOthers);
    this.#root.append(this.#section);
    this.#translate();
    this.#show([]);
  }

  /**
   * The credential of the list's requests. It can't be read back and is not an attribute, since any script can
   * read the document. Unless the new one is certainly of the same user, the list disappears at once.
   */
  set credential(credential: Credential | null) {
    const same = sameUser(credential, this.#credential);
    this.#credential = credential && { ...credential }; // the page may change its own object
    if (!same) {
      this.#loading?.abort();
      this.#show([]);
    }
    this.#schedule();
  }

  /** The options of createSessionTokensClient, such as baseUrl. */
  set options(options: Options) {
    this.#options = options;
    this.#schedule();
  }

  /** Replaces the given texts; the others are English. */
  set texts(texts: Partial<SessionTokensTexts>) {
    const all = { ...english, ...texts };
    new Intl.RelativeTimeFormat(all.language); // throws if the language is not valid
    this.#texts = all;
    this.#translate();
    this.#schedule();
  }

  get texts(): SessionTokensTexts {
    return this.#texts;
  }

  connectedCallback(): void {
    // Properties that were set before the element was defined hide the accessors.
    const early = ["credential", "options", "texts"] as const;
    const set = Object.fromEntries(early.filter((name) => Object.hasOwn(this, name)).map((name) => [name, Object.getOwnPropertyDescriptor(this, name)?.value as unknown]));
    for (const name of Object.keys(set)) Reflect.deleteProperty(this, name);
    Object.assign(this, set);
    this.#schedule();
  }

  disconnectedCallback(): void {
    this.#scheduled = false;
    this.#loading?.abort();
    this.#show([]);
  }

  /**
   * Requests the list again, if the element is in a document. Resolves once the list, or a message about what went
   * wrong, is shown, or when another refresh begins.
   *
   * @throws TypeError if the credential or an option is invalid.
   */
  async refresh(): Promise<void> {
    this.#scheduled = false;
    this.#loading?.abort();
    if (!this.#credential) return this.#show([]);
    const { bearer } = this.#credential;
    let client: SessionTokensClient;
    try {
      if (!isSecureContext) throw new TypeError("session-tokens must be on a page that is served over https");
      client = createSessionTokensClient(this.#credential, this.#options);
    } catch (misuse) {
      this.#show([], this.#texts.failed);
      throw misuse;
    }
    if (!this.isConnected) return this.#show([]);
    const { signal } = (this.#loading = new AbortController());
    this.#asked = Date.now();
    this.#list.ariaBusy = "true";
    if (this.#rows.length === 0) this.#status.textContent = this.#texts.loading;
    let rows: Row[] = [];
    let trouble = "";
    try {
      const { data } = await client.GET("/accounts/session-tokens", { signal });
      // A TypeError here is no lost connection.
      if (data) rows = await rowsOf(data.data, bearer, this.#texts).catch((cause: unknown) => { throw new Error("the list is not as the contract says", { cause }); });
      else trouble = this.#texts.refused;
    } catch (thrown) {
      trouble = this.#inWords(thrown);
    }
    if (!signal.aborted) this.#show(rows, trouble);
  }

  #inWords(thrown: unknown): string {
    if (thrown instanceof UnexpectedResponseError) return thrown.status === 503 ? this.#texts.unavailable : this.#texts.failed;
    const lost = thrown instanceof TypeError || (thrown instanceof DOMException && thrown.name === "TimeoutError");
    return lost ? this.#texts.unreachable : this.#texts.failed;
  }

  /** Makes one request for all properties that are set together. */
  #schedule(): void {
    if (this.#scheduled || !this.isConnected) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      if (this.#scheduled) void this.refresh();
    });
  }

  #translate(): void {
    const { language, heading, retry, endOthers } = this.#texts;
    this.#section.lang = language;
    this.#heading.textContent = heading;
    this.#list.ariaLabel = heading;
    this.#retry.textContent = retry;
    this.#endOthers.textContent = endOthers;
  }

  /** Shows the rows, or what went wrong. An outdated list is not kept, since it may show ended sessions. */
  #show(rows: Row[], trouble = ""): void {
    const focused = this.#root.activeElement;
    const of = focused && this.#rows.find(({ time }) => time.closest("li")?.contains(focused))?.row.fingerprint;
    this.#rows = rows.map((row) => ({ row, time: made("time", "") }));
    const items = this.#rows.map(({ row, time }, number) => this.#item(row, time, number));
    this.#list.replaceChildren(...items);
    this.#list.ariaBusy = "false";
    this.#list.hidden = rows.length === 0;
    this.#endOthers.hidden = rows.length < 2 || !rows.some(({ current }) => current);
    this.#message.textContent = trouble;
    this.#error.hidden = trouble === "";
    this.#status.textContent = rows.length > 0 ? filled(this.#texts.loaded, { count: String(rows.length) }) : "";
    this.#count();
    if (!focused || focused.checkVisibility()) return;
    // Keep the focus on the same session or, failing that, in the list.
    const place = items[rows.findIndex(({ fingerprint }) => fingerprint === of)]?.querySelector("button") ?? (trouble ? this.#retry : this.#list);
    place.focus();
  }

  #item(row: Row, time: HTMLTimeElement, number: number): HTMLLIElement {
    const texts = this.#texts;
    const device = made("span", "device", row.device);
    const details = made("dl", "details", ...[[texts.location, row.location], [texts.address, row.address], [texts.expires, time]].map(([label = "", value = ""]) => made("div", "", made("dt", "label", label), made("dd", "value", value))));
    const end = made("button", "button end", row.current ? texts.endCurrent : texts.end);
    [device.id, details.id, end.id] = [`device-${number}`, `details-${number}`, `end-${number}`];
    end.setAttribute("aria-labelledby", `${end.id} ${device.id}`);
    end.setAttribute("aria-describedby", details.id);
    end.addEventListener("click", () => this.#tell("end", { fingerprint: row.fingerprint, current: row.current, device: row.device }));
    const expiry = new Date(row.expiry);
    if (!Number.isNaN(expiry.getTime())) { // the service gave a number
      time.dateTime = expiry.toISOString();
      time.title = expiry.toLocaleString(texts.language);
    }
    const states = (["current", "suspended"] as const).filter((state) => row[state]);
    const name = made("div", "", device, ...states.map((state) => made("span", `badge ${state}`, texts[state])));
    return made("li", ["session", ...states].join(" "), made("div", "", name, details), end);
  }

  #tell(type: keyof SessionTokensEventMap, detail: EndDetail | EndOthersDetail): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  /**
   * Shows the remaining time of each record, and updates it when its text changes. Since the local clock may be
   * wrong, the service decides whether a record has expired: it is asked then, and once a minute.
   */
  #count(): void {
    clearTimeout(this.#timer);
    if (this.#rows.length === 0) return;
    const now = Date.now();
    const changes = this.#rows.map(({ row, time }) => {
      const { words, changesIn } = timeLeft(row.expiry - now, this.#texts);
      if (time.textContent !== words) time.textContent = words;
      return changesIn > 0 ? changesIn : 60_000;
    });
    this.#timer = setTimeout(() => {
      const now = Date.now();
      const due = this.#rows.some(({ row }) => row.expiry <= now && (row.expiry > this.#asked || now >= this.#asked + 60_000));
      if (due) void this.refresh();
      else this.#count();
    }, Math.min(...changes));
  }
}

/** Whether both are certainly of the same user: the same one, or JWTs that only a renewal tells apart. */
function sameUser(a: Credential | null, b: Credential | null): boolean {
  if (!a || !b) return false;
  if (a.bearer === b.bearer && a.apiKey === b.apiKey) return true;
  const user = userOf(a.bearer);
  return user !== undefined && user === userOf(b.bearer);
}

/** All claims but those that a renewal changes, since a service may take the user from any of them. */
function userOf(bearer = ""): string | undefined {
  const [, claims = ""] = bearer.split(".");
  try {
    const { exp, iat, nbf, jti, ...others } = JSON.parse(atob(claims.replaceAll("-", "+").replaceAll("_", "/"))) as Record<string, unknown>;
    return Object.keys(others).length > 0 ? JSON.stringify(others) : undefined;
  } catch {
    return undefined;
  }
}

/** Creates an element with the name of its part, if any. Strings become text nodes, never markup. */
function made<Name extends keyof HTMLElementTagNameMap>(name: Name, part: string, ...children: (Node | string)[]): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  if (part) element.setAttribute("part", part);
  if (element instanceof HTMLButtonElement) element.type = "button";
  element.append(...children);
  return element;
}
