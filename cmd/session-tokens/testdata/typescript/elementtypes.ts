// Tests the types of the element's entry, as types.ts tests those of the client.
import { defineSessionTokens, SessionTokensElement } from "@quiva-ai/session-tokens/element";
import type { EndDetail, EndOthersDetail, SessionTokensTexts } from "@quiva-ai/session-tokens/element";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;
declare function same<A, B>(...verdict: Equal<A, B> extends true ? [] : ["the types differ"]): void;

export function elementTypes() {
  defineSessionTokens();
  const list = document.createElement("session-tokens");
  same<typeof list, SessionTokensElement>();
  same<ReturnType<typeof list.refresh>, Promise<void>>();
  same<SessionTokensTexts["heading"], string>();
  list.credential = { bearer: "a" };
  list.credential = null;
  list.options = { baseUrl: "https://sessions.example", retries: 0 };
  list.texts = { language: "de", heading: "Geräte" };
  list.addEventListener("end", ({ detail }) => same<typeof detail, EndDetail>());
  list.addEventListener("end-others", ({ detail }) => same<typeof detail, EndOthersDetail>());
  list.addEventListener("click", ({ clientX }) => same<typeof clientX, number>());
  // @ts-expect-error: a credential is an object
  list.credential = "a";
  // @ts-expect-error: no such text
  list.texts = { header: "Geräte" };
  // @ts-expect-error: no such property
  list.bearer = "a";
}
