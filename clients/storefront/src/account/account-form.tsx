import { useNavigate } from 'react-router';
import { type FormValues, RefusalForm } from '../forms/refusal-form.tsx';
import type { Refusal } from '../forms/refusals.ts';
import { TextField } from '../forms/text-field.tsx';
import { usePageTitle } from '../layout/page-title.ts';
import { useFormat } from '../messages/messages.tsx';
import { useSignIn } from './use-sign-in.ts';

/** The fields of these forms, with what a browser or password manager fills into them. */
const inputs = {
  displayName: { type: 'text', autoComplete: 'name' },
  email: { type: 'email', autoComplete: 'username' },
  password: { type: 'password', autoComplete: 'current-password' },
} as const;

type Payload = {
  readonly session: Parameters<ReturnType<typeof useSignIn>>[0] | null;
  readonly userErrors: readonly Refusal[];
};
type Props = {
  readonly title: 'signIn' | 'register';
  readonly names: readonly (keyof typeof inputs)[];
  readonly send: (values: FormValues) => Promise<Payload | undefined>;
};

/** A form that begins a session, and then shows the account. */
export function AccountForm({ title, names, send }: Props) {
  const { text } = useFormat();
  const navigate = useNavigate();
  const signIn = useSignIn();
  usePageTitle(text(title));
  async function begin(values: FormValues) {
    const payload = await send(values);
    if (payload?.session) {
      await signIn(payload.session);
      await navigate('/account');
    }
    return payload?.userErrors;
  }
  return (
    <>
      <h1>{text(title)}</h1>
      <RefusalForm names={names} button={text(title)} send={begin}>
        {names.map((name) => (
          <TextField
            key={name}
            name={name}
            label={text(name)}
            required
            {...inputs[name]}
            {...(title === 'register' && name === 'password' && { autoComplete: 'new-password' })}
          />
        ))}
      </RefusalForm>
    </>
  );
}
