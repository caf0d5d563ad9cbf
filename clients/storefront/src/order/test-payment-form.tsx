import { RefusalMessage } from '@shop/web';
import { type FormEvent, useId, useState } from 'react';
import { useFormat } from '../messages/messages.ts';
import { PayOrderDocument } from './generated/order.ts';
import type { NewCardProps } from './payment-props.ts';
import { paymentTokens } from './payment-tokens.ts';
import { useOrderChange } from './use-order-change.ts';

/** Pays an order with the test provider. */
export function TestPaymentForm({ order, token, isSaved, children }: NewCardProps) {
  const { text, money } = useFormat();
  const { send, refusal, isSending } = useOrderChange(PayOrderDocument, order.id, token);
  const [chosen, setChosen] = useState<string>(paymentTokens[0]);
  const id = useId();
  function submit(event: FormEvent) {
    event.preventDefault();
    void send({ paymentToken: chosen, savePaymentMethod: isSaved, returnUrl: location.href });
  }
  return (
    <form className="card pay" onSubmit={submit}>
      <h2>{text('pay')}</h2>
      <p className="soft">{text('pay.test')}</p>
      <div className="field">
        <label htmlFor={id}>{text('pay.outcome')}</label>
        <select
          id={id}
          value={chosen}
          aria-describedby={refusal && `${id}-refusal`}
          onChange={({ target }) => setChosen(target.value)}
        >
          {paymentTokens.map((one) => (
            <option key={one} value={one}>
              {text(`pay.${one}`)}
            </option>
          ))}
        </select>
        <RefusalMessage id={`${id}-refusal`} message={refusal} />
      </div>
      {children}
      <button type="submit" className="primary" disabled={isSending}>
        {text(isSending ? 'pay.paying' : 'pay.now', { amount: money(order.amountDue) })}
      </button>
    </form>
  );
}
