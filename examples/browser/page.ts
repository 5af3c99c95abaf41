// The page of an account. In earnest the bearer comes from its sign-in; here it is typed in.
import { defineSessionTokens } from "@quiva-ai/session-tokens/element";

defineSessionTokens();
const list = document.querySelector("session-tokens")!;
const form = document.querySelector("form")!;
let bearer = "";

const { service } = (await (await fetch("settings")).json()) as { service: string };
list.options = { baseUrl: service };
list.texts = { refused: "The service refused this bearer. Is it complete, and is its session still live?" };
form.addEventListener("submit", (event) => {
  event.preventDefault();
  bearer = form.querySelector("input")!.value;
  form.reset();
  list.credential = { bearer };
});

/** Has the page's own server end sessions: no browser may have a control key. */
async function end(path: string, own = false): Promise<void> {
  const request = { method: "DELETE", headers: { Authorization: `Bearer ${bearer}` }, signal: AbortSignal.timeout(30_000) };
  const status = await fetch(path, request).then((answer) => answer.status, () => 0); // 0: no answer
  if (status === 0 || status >= 500) alert("It is not known whether anything was ended: look at the list.");
  else if (status !== 200) alert(`Nothing was ended (${status}).`);
  if (own && status === 200) list.credential = null; // signed out
  else await list.refresh();
}

list.addEventListener("end", ({ detail }) => {
  if (confirm(detail.current ? "Sign out?" : `End ${detail.device}?`)) void end(`sessions/${detail.fingerprint}`, detail.current);
});
list.addEventListener("end-others", ({ detail }) => {
  if (confirm("End all other sessions?")) void end(`sessions?except=${detail.except}`);
});
