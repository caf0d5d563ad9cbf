import { RefusalMessage } from '@shop/web';
import { Elements, PaymentElement, useElements, useStripe } from '@stripe/react-stripe-js';
import type { StripeElementLocale } from '@stripe/stripe-js';
import { loadStripe } from '@stripe/stripe-js/pure';
import { type FormEvent, useEffect, useId, useState } from 'react';
import { useFormat } from '../messages/messages.ts';
import { PayOrderDocument } from './generated/order.ts';
import type { NewCardProps } from './payment-props.ts';
import { useOrderChange } from './use-order-change.ts';

type Props = NewCardProps & {
  readonly publishableKey: string;
  /** In Stripe's units. */
  readonly amount: number;
};

/** Loads Stripe's script once; again after it could not be loaded. */
function useScript(publishableKey: string) {
  const [state, setState] = useState<Awaited<ReturnType<typeof loadStripe>> | 'failed'>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let isShown = true;
    setState(null);
    loadStripe(publishableKey).then(
      (stripe) => isShown && setState(stripe),
      () => isShown && setState('failed'),
    );
    return () => {
      isShown = false;
    };
  }, [publishableKey, tries]);
  return { state, again: () => setTries(tries + 1) };
}

/** Pays an order with Stripe: its element collects the card, so that no data of a card reaches the shop. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function StripePaymentForm({ publishableKey, amount, ...payment }: Props) {
  const { text, language } = useFormat();
  const { state, again } = useScript(publishableKey);
  if (state === 'failed')
    return (
      <section className="card pay">
        <p role="alert">{text('pay.unavailable')}</p>
        <button type="button" onClick={again}>
          {text('retry')}
        </button>
      </section>
    );
  const options = {
    mode: 'payment',
    amount,
    currency: payment.order.total.currencyCode.toLowerCase(),
    locale: language as StripeElementLocale,
  } as const;
  return (
    <Elements stripe={state} options={options}>
      <CardForm {...payment} />
    </Elements>
  );
}

function CardForm({ order, token, isSaved, children }: NewCardProps) {
  const { text, money } = useFormat();
  const stripe = useStripe();
  const elements = useElements();
  const { send, refusal, isSending } = useOrderChange(PayOrderDocument, order.id, token);
  const [fault, setFault] = useState<string>();
  const [isChecking, setChecking] = useState(false);
  const id = useId();
  const isBusy = isSending || isChecking;

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!stripe || !elements) return;
    setChecking(true);
    setFault(undefined);
    try {
      const invalid = (await elements.submit()).error;
      // Stripe shows what is invalid beside its fields.
      if (invalid)
        return setFault(invalid.type === 'validation_error' ? undefined : invalid.message);
      const { confirmationToken, error } = await stripe.createConfirmationToken({ elements });
      if (error) return setFault(error.message);
      await send({
        paymentToken: confirmationToken.id,
        savePaymentMethod: isSaved,
        returnUrl: location.href,
      });
    } finally {
      setChecking(false);
    }
  }
  return (
    <form className="card pay" onSubmit={submit} aria-describedby={`${id}-refusal`}>
      <h2>{text('pay')}</h2>
      <PaymentElement />
      {children}
      <RefusalMessage id={`${id}-refusal`} message={fault ?? refusal} />
      <button type="submit" className="primary" disabled={isBusy || !stripe}>
        {text(isBusy ? 'pay.paying' : 'pay.now', { amount: money(order.amountDue) })}
      </button>
    </form>
  );
}
