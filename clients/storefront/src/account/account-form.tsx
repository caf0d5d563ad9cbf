import {
  type FormValues,
  type Refusal,
  type SignedIn,
  AccountForm as WebAccountForm,
} from '@shop/web';
import { useNavigate } from 'react-router';
import { useFormat } from '../messages/messages.ts';
import { useReturnPath } from './return-path.ts';
import { useSignIn } from './use-sign-in.ts';

/** The fields of these forms, with what a browser or password manager fills into them. */
const inputs = {
  displayName: { type: 'text', autoComplete: 'name' },
  email: { type: 'email', autoComplete: 'username' },
  password: { type: 'password', autoComplete: 'current-password' },
} as const;

type Payload = { readonly session: SignedIn | null; readonly userErrors: readonly Refusal[] };
type Props = {
  readonly title: 'signIn' | 'register';
  readonly names: readonly (keyof typeof inputs)[];
  readonly send: (values: FormValues) => Promise<Payload | undefined>;
};

/** A form that begins a session, and then shows the page that it is for. */
export function AccountForm({ title, names, send }: Props) {
  const { text } = useFormat();
  const navigate = useNavigate();
  const signIn = useSignIn();
  const returnPath = useReturnPath();
  const fields = names.map((name) => ({
    name,
    label: text(name),
    ...inputs[name],
    ...(title === 'register' && name === 'password' && { autoComplete: 'new-password' }),
  }));
  return (
    <WebAccountForm
      title={text(title)}
      fields={fields}
      send={send}
      onSignedIn={async (session) => {
        await signIn(session);
        await navigate(returnPath);
      }}
    />
  );
}
