/** Navigation to a user. */
import { useState } from "preact/hooks";
import { wrongUser } from "./words.js";

/** The address of a user's view. User IDs are the only data that is ever in the address. */
export const userAddress = (user: string): string => `#/users/${encodeURIComponent(user)}`;

export function userInAddress(): string | undefined {
  const found = location.hash.match(/^#\/users\/(.+)$/)?.[1];
  try {
    return found && decodeURIComponent(found);
  } catch {
    return undefined;
  }
}

/** Finds a user by ID. */
export function Find({ small = false }: { small?: boolean }) {
  const [wrong, setWrong] = useState<string>();
  const find = (form: HTMLFormElement) => {
    const field = form.elements.namedItem("user") as HTMLInputElement;
    const user = field.value; // an ID may begin or end with a space
    const wrong = wrongUser(user);
    setWrong(wrong);
    if (wrong) return field.focus();
    field.value = "";
    location.hash = userAddress(user);
  };
  const id = small ? "find-small" : "find";
  return (
    <form class={small ? "find small" : "find"} role="search" onSubmit={(event) => (event.preventDefault(), find(event.currentTarget))}>
      <label class={small ? "hidden" : ""} for={id}>
        Find a user by ID
      </label>
      <div class="joined">
        <input id={id} name="user" placeholder={small ? "Another user's ID" : "user ID"} autocomplete="off" spellcheck={false} autocapitalize="none" aria-invalid={!!wrong} aria-describedby={wrong ? `${id}-wrong` : undefined} />
        <button class={small ? "" : "primary"}>Find</button>
      </div>
      {wrong && (
        <p class="wrong" id={`${id}-wrong`} role="alert">
          {wrong}
        </p>
      )}
    </form>
  );
}
