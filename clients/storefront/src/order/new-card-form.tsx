import { useQuery } from '@apollo/client/react';
import { Failure, Loading } from '@shop/web';
import { lazy, Suspense } from 'react';
import { useFormat } from '../messages/messages.ts';
import { PaymentProviderDocument } from './generated/order.ts';
import type { NewCardProps } from './payment-props.ts';
import { TestPaymentForm } from './test-payment-form.tsx';

// With the script of Stripe, which a shop with another provider does not load.
const StripePaymentForm = lazy(() => import('./stripe-payment-form.tsx'));

/** Pays an order with a card that the form of the payment provider takes. */
export function NewCardForm(props: NewCardProps) {
  const { text } = useFormat();
  const { data, error, refetch } = useQuery(PaymentProviderDocument);
  if (error) return <Failure error={error} retry={refetch} />;
  if (!data?.paymentProvider) return <Loading />;
  const { code, publishableKey } = data.paymentProvider;
  if (code === 'TEST') return <TestPaymentForm {...props} />;
  const amount = props.order.providerAmount;
  if (!publishableKey || amount == null) return <p className="card">{text('pay.notSupported')}</p>;
  return (
    <Suspense fallback={<Loading />}>
      <StripePaymentForm {...props} publishableKey={publishableKey} amount={amount} />
    </Suspense>
  );
}
