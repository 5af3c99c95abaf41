// Tests the package's types. It does not compile if one of them is any or otherwise wrong: an expected
// error that does not occur is itself an error.
import { createSessionTokensClient, UnexpectedResponseError } from "@quiva-ai/session-tokens";
import type { ContractError, Credential, RefreshTokenObject, SessionObject, SessionTokens, SessionTokensClient } from "@quiva-ai/session-tokens";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;
declare function same<A, B>(...verdict: Equal<A, B> extends true ? [] : ["the types differ"]): void;

export async function types(client: SessionTokensClient, session: SessionObject, refresh: RefreshTokenObject, unexpected: UnexpectedResponseError) {
  same<ReturnType<typeof createSessionTokensClient>, SessionTokensClient>();
  same<Credential["bearer"], string | undefined>();

  same<SessionObject["expiry"], number>();
  same<SessionObject["is_suspended"], boolean>();
  same<SessionObject["email"], string | undefined>();
  same<RefreshTokenObject["token"], string | undefined>();
  same<SessionTokens["data"]["auth"], SessionObject[] | undefined>();
  same<SessionTokens["data"]["refresh"], RefreshTokenObject[] | undefined>();
  same<ContractError["error"], string | undefined>();
  same<UnexpectedResponseError["status"], number>();
  same<UnexpectedResponseError["error"], ContractError | undefined>();
  // @ts-expect-error: no such property
  session.nope;
  // @ts-expect-error: nor here
  refresh.nope;
  // @ts-expect-error: the contract does not require it
  refresh.token satisfies string;
  // @ts-expect-error: nor is this one
  unexpected.body;

  const { data, error, response } = await client.GET("/accounts/session-tokens");
  same<typeof response.status, number>();
  same<NonNullable<typeof error>["error"], string | undefined>();
  // @ts-expect-error: the call may have failed
  data.data;
  if (error) {
    same<typeof data, undefined>();
    // @ts-expect-error: the contract's Error has no such property
    error.message;
    return;
  }
  same<typeof data.data.auth, SessionObject[] | undefined>();
  same<typeof data.data.refresh, RefreshTokenObject[] | undefined>();
  // @ts-expect-error: the answer has no such property
  data.data.sessions;
  // @ts-expect-error: the contract has no such path
  await client.GET("/accounts/sessions");
  // @ts-expect-error: nor this method
  await client.POST("/accounts/session-tokens");
}

export const clients = () => [
  createSessionTokensClient({ bearer: "a" }),
  createSessionTokensClient({ apiKey: "b" }, { baseUrl: "https://sessions.example", timeout: 1000, maxBytes: 1000, retries: 0, fetch }),
  // @ts-expect-error: two credentials
  createSessionTokensClient({ bearer: "a", apiKey: "b" }),
  // @ts-expect-error: none
  createSessionTokensClient({}),
  // @ts-expect-error: none at all
  createSessionTokensClient(),
  // @ts-expect-error: of another type
  createSessionTokensClient({ bearer: 7 }),
  // @ts-expect-error: an option of another type
  createSessionTokensClient({ bearer: "a" }, { timeout: "1s" }),
  // @ts-expect-error: no such option
  createSessionTokensClient({ bearer: "a" }, { retry: 3 }),
];
