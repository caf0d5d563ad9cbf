import { useMutation } from '@apollo/client/react';
import { Link, useLocation } from 'react-router';
import { useFormat } from '../messages/messages.ts';
import { AccountForm } from './account-form.tsx';
import { SignInDocument } from './generated/session.ts';

// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function SignIn() {
  const { text } = useFormat();
  const { state } = useLocation();
  const [send] = useMutation(SignInDocument);
  return (
    <div className="narrow">
      <AccountForm
        title="signIn"
        names={['email', 'password']}
        send={async ({ email = '', password = '' }) =>
          (await send({ variables: { input: { email, password } } })).data?.login
        }
      />
      <p>
        <Link to="/register" state={state}>
          {text('register')}
        </Link>
      </p>
      <p>
        <Link to="/reset-password">{text('resetPassword.forgotten')}</Link>
      </p>
    </div>
  );
}
