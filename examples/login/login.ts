// A login service, as somebody writes one in Node: it signs bearers, and has the control API keep sessions. It plays a
// day of one user with two devices, and prints what it saw.
import { createHmac, createHash, randomBytes } from "node:crypto";
import { createControlClient } from "@quiva-ai/session-tokens/control";
import { createSessionTokensClient } from "@quiva-ai/session-tokens";

process.on("uncaughtException", ({ message, cause }) => {
  console.error(cause ? `${message}: ${String(cause)}` : message); // without a stack
  process.exit(1);
});
const env = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: README.md says how to set it`);
  return value;
};
const { PUBLIC = "http://127.0.0.1:8080" } = process.env;
const control = createControlClient(env("CONTROL_KEY"), { baseUrl: env("CONTROL") });
const user = "ada";
const now = Math.floor(Date.now() / 1000);

const base64url = (data: string | Buffer): string => Buffer.from(data).toString("base64url");
function sign(device: string): string {
  const text = [{ alg: "HS256", typ: "JWT" }, { sub: user, exp: now + 3600, jti: device + randomBytes(8).toString("hex") }].map((part) => base64url(JSON.stringify(part))).join(".");
  return `${text}.${createHmac("sha256", env("SECRET")).update(text).digest("base64url")}`;
}
const fingerprint = (token: string): string => createHash("sha1").update(token).digest("hex").slice(0, 16);

function tokens(device: string) {
  const refresh_token = randomBytes(20).toString("hex");
  const whose = { account_id: "a-1", user_id: user, account: "Acme", role: "admin" };
  return {
    session: { ...whose, expiry: now + 3600, ip: "192.0.2.1", agent: device, platform: device, token: sign(device), refresh_token, is_suspended: false, location: "Oslo" },
    refresh: { ...whose, expiry: now + 86400, token: refresh_token },
  };
}

/** The data of an answer that must be a success. */
function good<T>(what: string, { data, error, response }: { data?: T; error?: unknown; response: Response }): T {
  if (!response.ok) throw new Error(`${what}: ${response.status} ${JSON.stringify(error)}`);
  return data as T;
}
const path = { user_id: user };
const seen: Record<string, unknown> = {};

// She signs in on two devices.
const laptop = tokens("laptop"), phone = tokens("phone");
for (const body of [laptop, phone]) good("sign in", await control.POST("/users/{user_id}/sessions", { params: { path }, body }));

// What she sees herself, and what the support sees of her.
const mine = async (token: string) => (await createSessionTokensClient({ bearer: token }, { baseUrl: PUBLIC }).GET("/accounts/session-tokens")).response.status;
seen["signed in"] = await mine(laptop.session.token);
if (seen["signed in"] !== 200) throw new Error(`the service answers her bearer with ${seen["signed in"]}: SECRET must be the service's SESSION_TOKENS_JWT_HS256_SECRET`);
const listed = good("list", await control.GET("/users/{user_id}/session-tokens", { params: { path } }));
seen["listed"] = listed.records.length;
if (JSON.stringify(listed).includes(phone.session.token)) throw new Error("a list shows a token");

// Her laptop's tokens are rotated; a second tab that loses the race gets the same.
const next = tokens("laptop"), late = tokens("laptop");
const rotate = (to: typeof next) => control.POST("/refresh", { body: { user_id: user, refresh_token: laptop.refresh.token, ...to } });
const [winner, loser] = [good("rotate", await rotate(next)), good("rotate again", await rotate(late))];
seen["same successor"] = JSON.stringify(winner) === JSON.stringify(loser);
seen["old bearer"] = await mine(laptop.session.token);
seen["new bearer"] = await mine(next.session.token);
const active = good("introspect", await control.POST("/introspect", { body: { token: next.session.token } }));
seen["active"] = active.active;

// She ends all others: her phone.
const ended = good("end others", await control.DELETE("/users/{user_id}/session-tokens", { params: { path, query: { except: fingerprint(next.session.token) } } }));
seen["ended"] = ended.ended.length;
seen["phone"] = await mine(phone.session.token);
const events = good("events", await control.GET("/events", { params: { query: { limit: 100, wait: 5 } } }));
seen["events"] = events.events.filter((e) => e.user_id === user).map((e) => `${e.transition} ${e.kind}`).sort();
console.log(JSON.stringify(seen));
