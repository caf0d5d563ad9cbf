/** Signs in with a demonstration account; GraphiQL reads the session of `sessionStorage`. */
export const script = `
const key = 'shop:session';
const status = document.getElementById('status');
const signOut = document.getElementById('sign-out');
const buttons = [...document.querySelectorAll('[data-email]')];
function show(text) {
  const session = JSON.parse(sessionStorage.getItem(key) ?? 'null');
  for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset.email === session?.email));
  signOut.hidden = !session;
  if (session || text) status.textContent = text ?? 'Signed in as ' + session.email + '.';
  else status.textContent = 'Not signed in. GraphiQL sends requests without a token.';
}
async function signIn(email) {
  const { password } = document.body.dataset;
  const body = JSON.stringify({ email, password });
  const response = await fetch('/api/v1/users/login', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const result = await response.json();
  if (!response.ok) throw new Error(result.detail);
  const { accessToken, expiresAt } = result;
  sessionStorage.setItem(key, JSON.stringify({ email, password, accessToken, expiresAt }));
  show();
}
for (const button of buttons) button.onclick = () => signIn(button.dataset.email).catch((error) => show('Could not sign in: ' + error.message));
signOut.onclick = () => { sessionStorage.removeItem(key); show(); };
if (sessionStorage.getItem(key)) show();
`;
