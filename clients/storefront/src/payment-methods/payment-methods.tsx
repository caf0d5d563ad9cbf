import { useMutation, useQuery } from '@apollo/client/react';
import { Failure, Loading, RefusalMessage } from '@shop/web';
import { useState } from 'react';
import { CardMessages } from './card-messages.tsx';
import {
  MyPaymentMethodsDocument,
  RemovePaymentMethodDocument,
  type SavedCardFragment,
} from './generated/payment-methods.ts';
import { useCardFormat } from './use-card-format.ts';

function SavedCards() {
  const { text, cardName, validity } = useCardFormat();
  const { data, error, refetch } = useQuery(MyPaymentMethodsDocument, {
    fetchPolicy: 'cache-and-network',
  });
  const [remove, { loading }] = useMutation(RemovePaymentMethodDocument);
  const [refusal, setRefusal] = useState<string>();
  if (error && !data) return <Failure error={error} retry={refetch} />;
  const cards = data?.me?.paymentMethods;
  if (!cards) return <Loading />;

  async function removeCard({ id: paymentMethodId }: SavedCardFragment) {
    setRefusal(undefined);
    try {
      const result = await remove({ variables: { input: { paymentMethodId } } });
      const refused = result.data?.removePaymentMethod?.userErrors[0];
      // One that was removed meanwhile is what was wanted.
      if (refused?.code === 'NOT_FOUND') await refetch();
      else setRefusal(refused?.message);
    } catch (failure) {
      setRefusal(failure instanceof Error ? failure.message : text('failure'));
    }
  }

  return (
    <>
      <h1>{text('paymentMethods')}</h1>
      <p className="soft">{text(cards.length > 0 ? 'cards.what' : 'cards.none')}</p>
      <ul className="entries">
        {cards.map((card) => (
          <li key={card.id} className="card">
            <p>
              <b>{cardName(card)}</b>
              <br />
              <span className="soft">{validity(card)}</span>
            </p>
            <button
              type="button"
              aria-label={text('card.remove', { card: cardName(card) })}
              disabled={loading}
              onClick={() => void removeCard(card)}
            >
              {text('remove')}
            </button>
          </li>
        ))}
      </ul>
      <RefusalMessage message={refusal} />
    </>
  );
}

/** The page of the saved payment methods of an account. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function PaymentMethods() {
  return (
    <CardMessages>
      <SavedCards />
    </CardMessages>
  );
}
