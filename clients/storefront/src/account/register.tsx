import { useMutation } from '@apollo/client/react';
import { AccountForm } from './account-form.tsx';
import { RegisterDocument } from './generated/session.ts';

// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function Register() {
  const [send] = useMutation(RegisterDocument);
  return (
    <div className="narrow">
      <AccountForm
        title="register"
        names={['displayName', 'email', 'password']}
        send={async ({ displayName = '', email = '', password = '' }) =>
          (await send({ variables: { input: { displayName, email, password } } })).data?.register
        }
      />
    </div>
  );
}
