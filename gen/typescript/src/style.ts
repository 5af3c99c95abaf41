/** Colours are inherited from the page, so the element is as light or dark as its surroundings. */
export const style = `
:host { display: block; overflow-wrap: anywhere; }
:host([hidden]), [hidden] { display: none !important; }
h2 { margin: 0 0 0.5rem; font-size: 1.25rem; }
p { margin: 0; }
ul { margin: 0; padding: 0; list-style: none; }
ul:focus { outline: none; }
li, [part~="error"] {
  display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1rem;
  margin-block: var(--session-tokens-gap, 0.75rem); padding: 0.75rem 1rem;
  border: 1px solid var(--session-tokens-border, color-mix(in srgb, currentColor 30%, transparent));
  border-radius: var(--session-tokens-radius, 0.5rem); background: var(--session-tokens-background, transparent);
}
li > div, [part~="message"] { flex: 1 1 15rem; }
[part~="error"] { border-inline-start-width: 0.375rem; }
[part~="device"] { font-weight: 600; }
[part~="badge"] {
  display: inline-block; margin-inline-start: 0.5rem; padding: 0 0.5rem;
  border: 1px solid currentColor; border-radius: 1rem; font-size: 0.8125rem;
}
[part~="badge"][part~="suspended"] { border-style: dashed; }
dl { display: flex; flex-wrap: wrap; gap: 0 1rem; margin: 0.25rem 0 0; font-size: 0.875rem; }
dl div { display: flex; gap: 0.25rem; }
dt, [part~="status"] { color: var(--session-tokens-muted, color-mix(in srgb, currentColor 75%, transparent)); }
dd { margin: 0; unicode-bidi: isolate; }
[part~="status"] { font-size: 0.875rem; }
button {
  flex: none; min-height: 2.25rem; padding: 0 0.875rem; font: inherit; color: inherit; cursor: pointer;
  background: transparent; border: 1px solid currentColor; border-radius: var(--session-tokens-radius, 0.5rem);
}
button:hover { background: color-mix(in srgb, currentColor 10%, transparent); }
button:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
`;
