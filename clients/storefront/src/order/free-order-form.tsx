import { RefusalMessage } from '@shop/web';
import type { FormEvent } from 'react';
import { useFormat } from '../messages/messages.ts';
import { PayOrderDocument } from './generated/order.ts';
import type { PaymentProps } from './payment-props.ts';
import { useOrderChange } from './use-order-change.ts';

/** Confirms an order that costs nothing: its payment is captured without the payment provider, so any token will do. */
export function FreeOrderForm({ order, token }: PaymentProps) {
  const { text } = useFormat();
  const { send, refusal, isSending } = useOrderChange(PayOrderDocument, order.id, token);
  function submit(event: FormEvent) {
    event.preventDefault();
    void send({ paymentToken: 'free' });
  }
  return (
    <form className="pay" onSubmit={submit}>
      <RefusalMessage message={refusal} />
      <button type="submit" className="primary" disabled={isSending}>
        {text('pay.free')}
      </button>
    </form>
  );
}
