import { useApolloClient, useMutation } from '@apollo/client/react';
import { RefusalMessage, readAgain, session, usePageTitle } from '@shop/web';
import { type FormEvent, useState } from 'react';
import { useFormat } from '../messages/messages.ts';
import { SignInDocument } from './generated/sign-in.ts';

/**
 * Signs in at the address that was asked for: the page of that address follows. Its refusals belong to no field, so that it
 * needs no library of forms: it is what a new visit loads first.
 */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function SignIn() {
  const { text } = useFormat();
  const client = useApolloClient();
  const [send, { loading }] = useMutation(SignInDocument);
  const [refusal, setRefusal] = useState<string>();
  usePageTitle(text('signIn'));
  async function signIn(form: FormData) {
    const input = { email: String(form.get('email')), password: String(form.get('password')) };
    const payload = (await send({ variables: { input } })).data?.login;
    setRefusal(payload?.userErrors[0]?.message);
    if (!payload?.session) return;
    await session.signIn(payload.session);
    await readAgain(client);
  }
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    signIn(new FormData(event.currentTarget)).catch((error: Error) => setRefusal(error.message));
  }
  return (
    <div className="narrow">
      <h1>{text('signIn')}</h1>
      <form className="card" onSubmit={submit}>
        <div className="field">
          <label htmlFor="email">{text('email')}</label>
          <input id="email" name="email" type="email" autoComplete="username" required />
        </div>
        <div className="field">
          <label htmlFor="password">{text('password')}</label>
          <input
            id="password"
            name="password"
            type="password"
            autoComplete="current-password"
            required
          />
        </div>
        <RefusalMessage message={refusal} />
        <button type="submit" className="primary" disabled={loading}>
          {text('signIn')}
        </button>
      </form>
    </div>
  );
}
