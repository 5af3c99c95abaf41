/** Untrusted text as one short line, without invisible characters such as those that change the text direction. */
export function plain(text: string, longest = 80): string {
  const characters = Array.from(text.replace(/\p{Other}/gu, "\u{fffd}").replace(/\s+/g, " ").trim());
  return characters.length > longest ? characters.slice(0, longest).join("") + "…" : characters.join("");
}
