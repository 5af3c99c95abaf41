// A client whose types come from openapi.json alone: e2e_test.go generates schema.d.ts and runs this
// against the service. What it reads it prints as one JSON object.
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

// Each line below that expects an error fails the check if there is none, so if a type were any.
type Session = components["schemas"]["SessionObject"];
type Refresh = components["schemas"]["RefreshTokenObject"];

function env(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

async function read(headers: Record<string, string>) {
  const client = createClient<paths>({ baseUrl: env("E2E_URL"), headers });
  // @ts-expect-error: the contract has no such path
  void (() => client.GET("/accounts/sessions"));
  // @ts-expect-error: nor this method
  void (() => client.POST("/accounts/session-tokens"));

  const { data, error, response } = await client.GET("/accounts/session-tokens");
  if (error !== undefined) {
    const message: string | undefined = error.error;
    // @ts-expect-error: the contract's Error has no such property
    void error.message;
    return { status: response.status, message };
  }
  // @ts-expect-error: the answer has no such property
  void data.data.sessions;
  const auth: Session[] = data.data.auth ?? [];
  const refresh: Refresh[] = data.data.refresh ?? [];
  return { status: response.status, auth: auth.map(session), refresh: refresh.map(refreshToken) };
}

function session(s: Session) {
  // @ts-expect-error: a number
  const wrong: string = s.expiry;
  void wrong;
  // @ts-expect-error: no such property
  void s.nope;
  const { user_id, email, expiry, token, is_suspended, location } = s;
  return { user_id, email, expiry, token, is_suspended, location };
}

function refreshToken(r: Refresh) {
  // @ts-expect-error: the contract does not require it
  const wrong: string = r.token;
  void wrong;
  const { user_id, expiry, token } = r;
  return { user_id, expiry, token };
}

console.log(JSON.stringify({
  bearer: await read({ Authorization: `Bearer ${env("E2E_BEARER")}` }),
  key: await read({ "X-Api-Key": env("E2E_KEY") }),
  refused: await read({ Authorization: "Bearer not-a-token" }),
}));
