import { useQuery } from '@apollo/client/react';
import { Loading, type Refusal, RefusalMessage } from '@shop/web';
import { type FormEvent, useState } from 'react';
import { PayOrderDocument } from '../order/generated/order.ts';
import { NewCardForm } from '../order/new-card-form.tsx';
import type { PaymentProps } from '../order/payment-props.ts';
import { useOrderChange } from '../order/use-order-change.ts';
import { CardMessages } from './card-messages.tsx';
import { isExpired } from './card-validity.ts';
import { MyPaymentMethodsDocument, type SavedCardFragment } from './generated/payment-methods.ts';
import { useCardFormat } from './use-card-format.ts';

type ChoiceProps = {
  readonly cards: readonly SavedCardFragment[];
  /** `undefined` for a card that is not saved. */
  readonly chosen: SavedCardFragment | undefined;
  readonly choose: (card: SavedCardFragment | undefined) => void;
};

function CardChoice({ cards, chosen, choose }: ChoiceProps) {
  const { text, cardName, validity } = useCardFormat();
  return (
    <fieldset className="card choices">
      <legend>{text('cards.choose')}</legend>
      {cards.map((card) => (
        <label key={card.id}>
          <input
            type="radio"
            name="savedCard"
            checked={card.id === chosen?.id}
            onChange={() => choose(card)}
          />
          <span>
            {cardName(card)} <span className="soft">{validity(card)}</span>
          </span>
        </label>
      ))}
      <label>
        <input type="radio" name="savedCard" checked={!chosen} onChange={() => choose(undefined)} />
        <span>{text('cards.other')}</span>
      </label>
    </fieldset>
  );
}

type SavedCardProps = PaymentProps & {
  readonly card: SavedCardFragment;
  /** Called after the answer; without refusals when the payment is made. */
  readonly onAnswer: (refusals: readonly Refusal[]) => void;
};

/** Pays an order with a saved card. */
function SavedCardForm({ order, token, card, onAnswer }: SavedCardProps) {
  const { text, money } = useCardFormat();
  const { send, isSending } = useOrderChange(PayOrderDocument, order.id, token);
  async function submit(event: FormEvent) {
    event.preventDefault();
    onAnswer(await send({ paymentMethodId: card.id, returnUrl: location.href }));
  }
  return (
    <form className="pay" onSubmit={submit}>
      <button type="submit" className="primary" disabled={isSending}>
        {text(isSending ? 'pay.paying' : 'pay.now', { amount: money(order.amountDue) })}
      </button>
    </form>
  );
}

/** Pays an order with a card that the customer may save. */
function SavableCardForm(props: PaymentProps) {
  const { text } = useCardFormat();
  const [isSaved, setSaved] = useState(false);
  return (
    <NewCardForm {...props} isSaved={isSaved}>
      <label className="save">
        <input
          type="checkbox"
          checked={isSaved}
          onChange={({ target }) => setSaved(target.checked)}
        />
        {text('cards.save')}
      </label>
    </NewCardForm>
  );
}

function SavedOrNewCard(props: PaymentProps) {
  const { text } = useCardFormat();
  const { data, error, refetch } = useQuery(MyPaymentMethodsDocument, {
    fetchPolicy: 'cache-and-network',
  });
  const [choice, setChoice] = useState<SavedCardFragment | 'other'>();
  const [refusal, setRefusal] = useState<string>();
  const cards = data?.me?.paymentMethods ?? [];
  if (!data && !error) return <Loading />;
  const chosen =
    choice === 'other'
      ? undefined
      : cards.find((card) => (choice ? card.id === choice.id : !isExpired(card)));

  function showAnswer(refusals: readonly Refusal[]) {
    setRefusal(refusals[0]?.message);
    // The card was removed in another tab.
    if (refusals.some(({ field }) => field?.[0] === 'paymentMethodId')) void refetch();
  }

  return (
    <>
      {error && <p role="status">{text('cards.unavailable')}</p>}
      <RefusalMessage message={refusal} />
      {cards.length > 0 && (
        <CardChoice
          cards={cards}
          chosen={chosen}
          choose={(card) => {
            setChoice(card ?? 'other');
            setRefusal(undefined);
          }}
        />
      )}
      {chosen ? (
        <SavedCardForm key={chosen.id} {...props} card={chosen} onAnswer={showAnswer} />
      ) : (
        <SavableCardForm {...props} />
      )}
    </>
  );
}

/** Lets a signed-in customer pay an order with a saved card or another one. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function PaymentChoice(props: PaymentProps) {
  return (
    <CardMessages>
      <SavedOrNewCard {...props} />
    </CardMessages>
  );
}
