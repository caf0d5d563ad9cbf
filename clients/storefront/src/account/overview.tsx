import { useMutation } from '@apollo/client/react';
import { session } from '@shop/web';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useFormat } from '../messages/messages.ts';
import { useAccount } from './account-area.tsx';
import { MyOrdersDocument } from './generated/orders.ts';
import { ClaimOrdersDocument, RequestEmailVerificationDocument } from './generated/security.ts';
import { Orders } from './orders.tsx';
import { StepForm } from './step-form.tsx';
import { useViewer } from './use-viewer.ts';

function VerifyAddress() {
  const { text } = useFormat();
  const [request] = useMutation(RequestEmailVerificationDocument);
  return (
    <>
      <p>{text('account.notVerified')}</p>
      <StepForm
        button={text('account.sendLink')}
        done={text('account.linkSent')}
        send={async () => (await request()).data?.requestEmailVerification.userErrors}
      />
    </>
  );
}

/** Takes the orders that were placed as a guest with the viewer's address. */
function ClaimOrders() {
  const { text, count } = useFormat();
  const [claim] = useMutation(ClaimOrdersDocument, { refetchQueries: [MyOrdersDocument] });
  const [claimed, setClaimed] = useState(0);
  async function send() {
    // A token from before the address was verified does not state it.
    await session.refresh(await session.accessToken());
    const payload = (await claim()).data?.claimOrders;
    setClaimed(payload?.claimedCount ?? 0);
    return payload?.userErrors;
  }
  return (
    <>
      <p>{text('claim')}</p>
      <StepForm button={text('claim.send')} done={count('claim.done', claimed)} send={send} />
    </>
  );
}

// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function Overview() {
  const { text } = useFormat();
  const { displayName, email, emailVerified } = useAccount();
  const { signOut } = useViewer();
  const navigate = useNavigate();
  return (
    <>
      <h1>{text('account')}</h1>
      <section className="card">
        <p>
          <b>{displayName}</b>
          <br />
          {email}
        </p>
        <button type="button" onClick={() => void signOut().then(() => navigate('/'))}>
          {text('signOut')}
        </button>
      </section>
      <Orders />
      {emailVerified ? <ClaimOrders /> : <VerifyAddress />}
    </>
  );
}
