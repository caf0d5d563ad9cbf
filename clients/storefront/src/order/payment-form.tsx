import { Loading } from '@shop/web';
import { lazy, Suspense } from 'react';
import { useViewer } from '../account/use-viewer.ts';
import { FreeOrderForm } from './free-order-form.tsx';
import { NewCardForm } from './new-card-form.tsx';
import type { PaymentProps } from './payment-props.ts';

const PaymentChoice = lazy(() => import('../payment-methods/payment-choice.tsx'));

/** Pays an order: a guest with a card, a signed-in customer also with a saved one. */
export function PaymentForm(props: PaymentProps) {
  const { viewer, loading } = useViewer();
  if (Number(props.order.amountDue.amount) === 0) return <FreeOrderForm {...props} />;
  if (loading) return <Loading />;
  if (!viewer) return <NewCardForm {...props} />;
  return (
    <Suspense fallback={<Loading />}>
      <PaymentChoice {...props} />
    </Suspense>
  );
}
