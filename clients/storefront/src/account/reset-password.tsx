import { useMutation } from '@apollo/client/react';
import { TextField } from '@shop/web';
import { useSearchParams } from 'react-router';
import { useFormat } from '../messages/messages.ts';
import { RequestPasswordResetDocument, ResetPasswordDocument } from './generated/links.ts';
import { NewPassword } from './password-fields.tsx';
import { StepPage } from './step-page.tsx';

function RequestLink() {
  const { text } = useFormat();
  const [request] = useMutation(RequestPasswordResetDocument);
  return (
    <StepPage
      title="resetPassword"
      names={['email']}
      button="resetPassword.request"
      done="resetPassword.requested"
      send={async ({ email = '' }) =>
        (await request({ variables: { input: { email } } })).data?.requestPasswordReset.userErrors
      }
    >
      <TextField name="email" type="email" label={text('email')} required autoComplete="username" />
    </StepPage>
  );
}

function SetPassword({ token }: { readonly token: string }) {
  const [reset] = useMutation(ResetPasswordDocument);
  return (
    <StepPage
      title="resetPassword"
      names={['newPassword']}
      button="resetPassword"
      done="resetPassword.done"
      send={async ({ newPassword = '' }) =>
        (await reset({ variables: { input: { token, newPassword } } })).data?.resetPassword
          .userErrors
      }
    >
      <NewPassword />
    </StepPage>
  );
}

/** Sends the link of an e-mail, and is what the link opens. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function ResetPassword() {
  const token = useSearchParams()[0].get('token');
  return token ? <SetPassword token={token} /> : <RequestLink />;
}
