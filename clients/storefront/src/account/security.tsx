import { useMutation } from '@apollo/client/react';
import { TextField } from '@shop/web';
import { useFormat } from '../messages/messages.ts';
import { DeleteAccount } from './delete-account.tsx';
import { ChangePasswordDocument, RequestEmailChangeDocument } from './generated/security.ts';
import { MyData } from './my-data.tsx';
import { CurrentPassword, NewPassword } from './password-fields.tsx';
import { StepForm } from './step-form.tsx';

function ChangePassword() {
  const { text } = useFormat();
  const [change] = useMutation(ChangePasswordDocument);
  return (
    <section>
      <h2>{text('security.password')}</h2>
      <StepForm
        names={['currentPassword', 'newPassword']}
        button={text('security.password.send')}
        done={text('security.password.done')}
        send={async ({ currentPassword = '', newPassword = '' }) =>
          (await change({ variables: { input: { currentPassword, newPassword } } })).data
            ?.changePassword.userErrors
        }
      >
        <CurrentPassword />
        <NewPassword />
      </StepForm>
    </section>
  );
}

function ChangeEmail() {
  const { text } = useFormat();
  const [request] = useMutation(RequestEmailChangeDocument);
  return (
    <section>
      <h2>{text('security.email')}</h2>
      <StepForm
        names={['newEmail', 'currentPassword']}
        button={text('security.email.send')}
        done={text('security.email.done')}
        send={async ({ newEmail = '', currentPassword = '' }) =>
          (await request({ variables: { input: { newEmail, currentPassword } } })).data
            ?.requestEmailChange.userErrors
        }
      >
        <TextField
          name="newEmail"
          type="email"
          label={text('security.email.new')}
          required
          autoComplete="email"
        />
        <CurrentPassword />
      </StepForm>
    </section>
  );
}

// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function Security() {
  const { text } = useFormat();
  return (
    <>
      <h1>{text('security')}</h1>
      <ChangePassword />
      <ChangeEmail />
      <MyData />
      <DeleteAccount />
    </>
  );
}
