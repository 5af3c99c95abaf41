// The page's own server: it has the control key, and ends only what belongs to whoever asks.
import { readFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { createServer } from "node:http";
import { createControlClient } from "@quiva-ai/session-tokens/control";

const { CONTROL = "http://127.0.0.1:9091", CONTROL_KEY = "", PUBLIC = "http://127.0.0.1:8080", PORT = "3000" } = process.env;
const control = createControlClient(CONTROL_KEY, { baseUrl: CONTROL });

/** The user whose live session's bearer the request has. */
async function userOf(request: IncomingMessage): Promise<string | undefined> {
  const [, token] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? "") ?? [];
  if (!token) return undefined;
  const { data, error } = await control.POST("/introspect", { body: { token } });
  if (error) throw new Error(error.code);
  return data.active && data.kind === "session" ? data.sub : undefined;
}

/** Ends one session, or all but one, and returns the status. */
async function end(request: IncomingMessage, url: URL): Promise<number> {
  const user_id = await userOf(request);
  if (user_id === undefined) return 401;
  const [, fingerprint] = /^\/sessions\/([0-9a-f]{16})$/.exec(url.pathname) ?? [];
  const except = url.searchParams.get("except");
  if (fingerprint) return (await control.DELETE("/users/{user_id}/session-tokens/{fingerprint}", { params: { path: { user_id, fingerprint } } })).response.status;
  if (url.pathname === "/sessions" && except) return (await control.DELETE("/users/{user_id}/session-tokens", { params: { path: { user_id }, query: { except } } })).response.status;
  return 404;
}

const files: Record<string, { type: string; content: string | Buffer }> = {
  "/": { type: "text/html", content: await readFile("index.html") },
  "/page.js": { type: "text/javascript", content: await readFile("built/page.js") },
  "/settings": { type: "application/json", content: JSON.stringify({ service: PUBLIC }) },
};

createServer(async (request, response) => {
  try {
    const url = new URL(request.url ?? "/", "http://page");
    if (request.method === "DELETE") return void response.writeHead(await end(request, url)).end();
    const file = files[url.pathname];
    if (!file || request.method !== "GET") return void response.writeHead(404).end();
    response.writeHead(200, { "Content-Type": file.type }).end(file.content);
  } catch (error) {
    console.error(String(error)); // no token is in it
    response.writeHead(503).end();
  }
}).listen(Number(PORT), "127.0.0.1", () => console.log(`http://127.0.0.1:${PORT}`));
