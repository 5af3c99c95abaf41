/** A user's API keys. */
import { useEffect, useRef, useState } from "preact/hooks";
import { plain } from "../../typescript/src/plain.js";
import { type ApiKey, type ApiKeyCreated, answer, Problem } from "./api.js";
import { briefly, type Loaded, useAction, useShared } from "./hooks.js";
import { Cancel, Dialog, Expiry, Failure, Foreign, Icon, Time } from "./parts.js";
import { absolute } from "./words.js";

interface ApiKeysProps {
  user: string;
  list: Loaded<ApiKey[]>;
  /** Announces what was done. */
  tell: (text: string) => void;
}

export function ApiKeys({ user, list, tell }: ApiKeysProps) {
  const { access } = useShared();
  const [making, setMaking] = useState(false);
  const [ending, setEnding] = useState<ApiKey>();
  const blocked = access.write ? {} : { disabled: true, "aria-describedby": "no-write", title: "This key lacks the scope write" };
  return (
    <section aria-labelledby="api-keys">
      <div class="title">
        <h2 id="api-keys">
          API keys{list.data && <span class="count">{list.data.length}</span>}
        </h2>
        <div class="actions">
          <button type="button" onClick={() => setMaking(true)} {...blocked}>
            Make an API key…
          </button>
        </div>
      </div>
      {list.problem && <Failure problem={list.problem} again={list.retry} />}
      {!access.read && (
        <p class="note">
          This key can't show API keys: it lacks the scope <code>read</code>.
        </p>
      )}
      {list.data?.length === 0 && <p class="note">No API key.</p>}
      <ul class="rows">
        {list.data?.map((key) => (
          <li class="row" key={key.id}>
            <Icon name="key" />
            <div class="who">
              <h3>
                <Foreign text={key.name || "Without a name"} />
              </h3>
              <p>
                Account <Foreign text={key.account} />
              </p>
              <p class="fine">
                <Expiry at={key.expires} />
                {" · "}
                <Time at={key.created} before="made " past />
                {" · "}
                {key.last_used === undefined ? "not seen in use" : <Time at={key.last_used} before="last used " past />}
                {" · "}
                <code>
                  {key.id}
                  {key.last_four && `…${key.last_four}`}
                </code>
              </p>
            </div>
            <div class="actions">
              <button type="button" class="danger" aria-label={`End… the API key ${plain(key.name) || key.id}`} onClick={() => setEnding(key)} {...blocked}>
                End…
              </button>
            </div>
          </li>
        ))}
      </ul>
      {making && (
        <MakeDialog
          user={user}
          made={() => void list.reload()}
          close={() => setMaking(false)}
        />
      )}
      {ending && (
        <EndKeyDialog
          user={user}
          apiKey={ending}
          close={() => setEnding(undefined)}
          ended={async (text) => {
            await briefly(list.reload());
            setEnding(undefined);
            tell(text);
          }}
        />
      )}
    </section>
  );
}

interface EndKeyDialogProps {
  user: string;
  apiKey: ApiKey;
  close: () => void;
  ended: (text: string) => Promise<void>;
}

function EndKeyDialog({ user, apiKey, close, ended }: EndKeyDialogProps) {
  const { access } = useShared();
  const action = useAction();
  const confirm = () =>
    void action.run(async () => {
      try {
        await answer(access.client.DELETE("/users/{user_id}/api-keys/{id}", { params: { path: { user_id: user, id: apiKey.id } } }));
      } catch (problem) {
        if (problem instanceof Problem && problem.status === 404) return ended("The API key had ended already.");
        throw problem;
      }
      await ended("Ended 1 API key.");
    });
  return (
    <Dialog
      title={
        <>
          End the API key <Foreign text={apiKey.name || apiKey.id} />?
        </>
      }
      close={action.busy ? undefined : close}
      about="end-key-about"
    >
      <p id="end-key-about">
        This ends 1 API key of <Foreign text={user} />: <strong><Foreign text={apiKey.name || "without a name"} /></strong>, <code>{apiKey.id}</code>, of the account <Foreign text={apiKey.account} />.
      </p>
      <p>
        <strong>This can't be undone.</strong> Programs that use it are refused from then on.
      </p>
      {action.problem && <Failure problem={action.problem} change />}
      <div class="actions">
        <Cancel busy={action.busy} close={close} focus />
        <button type="button" class="danger solid" onClick={confirm}>
          {action.busy ? "Ending…" : "End 1 API key"}
        </button>
      </div>
    </Dialog>
  );
}

const day = 86400;
const lives = [
  [day, "1 day"],
  [7 * day, "7 days"],
  [30 * day, "30 days"],
  [90 * day, "90 days"],
  [365 * day, "1 year"],
] as const;

/** An idempotency key. Not randomUUID, which is available only over TLS or on the same machine. */
const requestName = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

function MakeDialog({ user, made, close }: { user: string; made: () => void; close: () => void }) {
  const { access } = useShared();
  const action = useAction();
  const [created, setCreated] = useState<ApiKeyCreated>();
  const request = useRef({ text: "", name: "" }); // kept while the request stays the same, so that a lost response does not lead to a second key
  const make = (form: HTMLFormElement) =>
    void action.run(async () => {
      const value = (name: string) => (form.elements.namedItem(name) as HTMLInputElement).value.trim();
      const body = { account: value("account"), name: value("name"), expires_in: Number(value("life")) };
      const text = JSON.stringify(body);
      if (request.current.text !== text) request.current = { text, name: requestName() };
      setCreated(await answer(access.client.POST("/users/{user_id}/api-keys", { params: { path: { user_id: user }, header: { "Idempotency-Key": request.current.name } }, body })));
      made();
    });
  if (created)
    return (
      // Escape does not close it, since it is easily pressed by mistake.
      <Dialog title="The API key is made" about="made-about">
        <Made created={created} close={close} />
      </Dialog>
    );
  return (
    <Dialog
      title={
        <>
          Make an API key for <Foreign text={user} />
        </>
      }
      close={action.busy ? undefined : close}
    >
      <form class="stack" autocomplete="off" onSubmit={(event) => (event.preventDefault(), make(event.currentTarget))}>
        <label for="key-account">Account ID</label>
        <input id="key-account" name="account" required maxLength={256} autofocus spellcheck={false} autocomplete="off" />
        <label for="key-name">Name, for people</label>
        <input id="key-name" name="name" maxLength={256} placeholder="What it is for" autocomplete="off" />
        <label for="key-life">Expires in</label>
        <select id="key-life" name="life">
          {lives.map(([seconds, text]) => (
            <option key={seconds} value={seconds} selected={seconds === 90 * day}>
              {text}
            </option>
          ))}
        </select>
        <p class="note">Whoever has the key acts as the user <Foreign text={user} />.</p>
        {action.problem && <Failure problem={action.problem} change />}
        <div class="actions">
          <Cancel busy={action.busy} close={close} />
          <button class="primary">
            {action.busy ? "Making…" : "Make"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Shows the key, once. */
function Made({ created, close }: { created: ApiKeyCreated; close: () => void }) {
  const field = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [copied, setCopied] = useState<boolean>();
  useEffect(() => button.current!.focus(), []);
  const copy = async () => {
    field.current!.select();
    try {
      await navigator.clipboard.writeText(created.key); // available only over TLS or on the same machine
      setCopied(true);
    } catch {
      setCopied(document.execCommand("copy"));
    }
  };
  return (
    <>
      <p id="made-about">
        <strong>Copy it now: it is not kept, and not shown again.</strong> It expires on {absolute(created.expires)}.
      </p>
      <label class="hidden" for="made-key">
        The API key
      </label>
      <div class="joined">
        <input id="made-key" class="code" autocomplete="off" ref={field} readOnly value={created.key} onFocus={(event) => event.currentTarget.select()} />
        <button type="button" class="primary" ref={button} onClick={() => void copy()}>
          Copy
        </button>
      </div>
      <p class="note" role="status">
        {copied === true && "Copied. Paste it where it is needed, then close this."}
        {copied === false && "The browser doesn't copy for this page: it is selected, press Ctrl+C or ⌘C."}
      </p>
      <div class="actions">
        <button type="button" onClick={close}>
          Close
        </button>
      </div>
    </>
  );
}
