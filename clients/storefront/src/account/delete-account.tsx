import { useApolloClient, useMutation } from '@apollo/client/react';
import { type FormValues, forgetViewer, RefusalForm } from '@shop/web';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useFormat } from '../messages/messages.ts';
import { DeleteAccountDocument } from './generated/security.ts';
import { CurrentPassword } from './password-fields.tsx';

/** Deletes the account of the viewer, who confirms it with the password. */
export function DeleteAccount() {
  const { text } = useFormat();
  const client = useApolloClient();
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  const [remove] = useMutation(DeleteAccountDocument);
  async function send({ currentPassword = '' }: FormValues) {
    const { data } = await remove({ variables: { input: { currentPassword } } });
    if (data?.deleteAccount.deletedUserId) {
      await navigate('/');
      await forgetViewer(client);
    }
    return data?.deleteAccount.userErrors;
  }
  return (
    <section>
      <h2>{text('deleteAccount')}</h2>
      <div className="card">
        <p>{text('deleteAccount.what')}</p>
        {isOpen ? (
          <RefusalForm names={['currentPassword']} button={text('deleteAccount.send')} send={send}>
            <CurrentPassword />
          </RefusalForm>
        ) : (
          <button type="button" onClick={() => setOpen(true)}>
            {text('deleteAccount.open')}
          </button>
        )}
      </div>
    </section>
  );
}
