// Tests the types of the control entry, as types.ts tests those of the main entry.
import { createControlClient } from "@quiva-ai/session-tokens/control";
import type { ContractError, ControlClient, Event, Introspection, RecordView, SessionObject } from "@quiva-ai/session-tokens/control";
import type { SessionObject as Listed } from "@quiva-ai/session-tokens";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;
declare function same<A, B>(...verdict: Equal<A, B> extends true ? [] : ["the types differ"]): void;

export async function controlTypes(client: ControlClient, session: SessionObject, view: RecordView, event: Event) {
  same<ReturnType<typeof createControlClient>, ControlClient>();
  same<SessionObject, Listed>();
  same<RecordView["kind"], "session" | "refresh">();
  same<Event["cause"], "owner" | "operator" | "limit" | "reuse">();
  same<ContractError["error"], string>();
  // @ts-expect-error: a record is shown without its token
  view.token;
  // @ts-expect-error: so is an event
  event.token;

  const path = { user_id: "user_1" };
  const { data, error } = await client.POST("/introspect", { body: { token: "a", user_id: "user_1" } });
  if (error) return error.code satisfies ContractError["code"];
  data satisfies Introspection;
  if (data.active) {
    same<typeof data.sub, string>();
    same<typeof data.exp, number>();
  }
  await client.POST("/users/{user_id}/sessions", { params: { path }, body: { session } });
  await client.DELETE("/users/{user_id}/session-tokens", { params: { path, query: { except: "6f1ed002ab559585", dry_run: true } } });
  await client.POST("/users/{user_id}/api-keys", { params: { path, header: { "Idempotency-Key": "a" } }, body: { account: "a", expires_in: 1 } });
  // @ts-expect-error: without a body
  await client.POST("/refresh");
  // @ts-expect-error: the contract has no such operation
  await client.PUT("/events");
  return undefined;
}

export const controlClients = () => [
  createControlClient("key", { baseUrl: "http://127.0.0.1:9091" }),
  // @ts-expect-error: baseUrl has no default
  createControlClient("key"),
  // @ts-expect-error: no key
  createControlClient(undefined, { baseUrl: "http://127.0.0.1:9091" }),
];
