/** The style sheet of the landing page. */
export const style = `
:root { color-scheme: light dark; --line: light-dark(#d9dde5, #343a46); --card: light-dark(#fff, #1c2029);
  --ink: light-dark(#1a1f2b, #e8ebf2); --soft: light-dark(#5a6474, #9aa4b5); --accent: light-dark(#b4236a, #f58ec0); }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: light-dark(#f5f6f9, #12151b); }
main { max-width: 56rem; margin: 0 auto; padding: 3rem 1.25rem; }
h1 { font-size: 2.25rem; line-height: 1.15; margin: 0; }
h2 { font-size: 1rem; margin: 2.25rem 0 .75rem; }
.lead { color: var(--soft); font-size: 1.125rem; max-width: 42rem; }
.grid { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); }
.accounts { grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr)); }
a, button { display: block; padding: .875rem 1rem; border: 1px solid var(--line); border-radius: .625rem;
  background: var(--card); color: inherit; font: inherit; text-align: left; text-decoration: none; cursor: pointer; }
a:hover, button:hover, a:focus-visible, button:focus-visible { border-color: var(--accent); }
a b, button b, a span, button span { display: block; }
a span, button span, [role=status], footer { color: var(--soft); font-size: .875rem; }
a b { color: var(--accent); }
button[aria-pressed=true] { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
#sign-out { padding: .375rem .75rem; font-size: .875rem; }
#sign-out[hidden] { display: none; }
footer { margin-top: 2.5rem; padding-top: 1rem; border-top: 1px solid var(--line); }
@media (max-width: 32rem) { main { padding: 1.75rem 1rem; } h1 { font-size: 1.75rem; }
  .accounts { grid-template-columns: 1fr 1fr; } }
`;
