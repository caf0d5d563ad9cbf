import { useApolloClient, useMutation } from '@apollo/client/react';
import { readAgain } from '@shop/web';
import { useSearchParams } from 'react-router';
import { ConfirmEmailChangeDocument, VerifyEmailDocument } from './generated/links.ts';
import { StepPage } from './step-page.tsx';

/** The pages of links in e-mails. A button confirms: programs that check e-mails open links too. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function ConfirmPage({ kind }: { readonly kind: 'verify' | 'change' }) {
  const client = useApolloClient();
  const token = useSearchParams()[0].get('token') ?? '';
  const [verify] = useMutation(VerifyEmailDocument);
  const [change] = useMutation(ConfirmEmailChangeDocument);
  async function confirm() {
    const variables = { input: { token } };
    const payload =
      kind === 'verify'
        ? (await verify({ variables })).data?.verifyEmail
        : (await change({ variables })).data?.confirmEmailChange;
    if (payload?.user) await readAgain(client);
    return payload?.userErrors;
  }
  return (
    <StepPage
      title="confirmEmail"
      button="confirmEmail.confirm"
      done="confirmEmail.done"
      send={confirm}
    />
  );
}
