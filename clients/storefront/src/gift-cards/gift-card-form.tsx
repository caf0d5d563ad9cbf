import { useMutation } from '@apollo/client/react';
import { RefusalMessage } from '@shop/web';
import { type FormEvent, useId, useState } from 'react';
import { PayOrderDocument } from '../order/generated/order.ts';
import type { PaymentProps } from '../order/payment-props.ts';
import { useOrderChange } from '../order/use-order-change.ts';
import { payable } from './amounts.ts';
import { CheckGiftCardDocument, type CheckGiftCardMutation } from './generated/gift-cards.ts';
import { useGiftCardFormat } from './use-gift-card-format.ts';

type Balance = NonNullable<
  NonNullable<CheckGiftCardMutation['checkGiftCard']>['giftCard']
>['balance'];

/** Takes the code of a gift card, shows what it pays and what is left, and pays with it. */
export function GiftCardForm({ order, token }: PaymentProps) {
  const { text } = useGiftCardFormat();
  const [check, checking] = useMutation(CheckGiftCardDocument);
  const [code, setCode] = useState('');
  const [balance, setBalance] = useState<Balance>();
  const [refusal, setRefusal] = useState<string>();
  const id = useId();
  async function submit(event: FormEvent) {
    event.preventDefault();
    setBalance(undefined);
    try {
      const { data } = await check({ variables: { input: { code } } });
      setBalance(data?.checkGiftCard?.giftCard?.balance);
      setRefusal(data?.checkGiftCard?.userErrors[0]?.message);
    } catch (error) {
      setRefusal((error as Error).message);
    }
  }
  return (
    <details className="card">
      <summary>{text('giftCard')}</summary>
      <form onSubmit={submit}>
        <div className="field">
          <label htmlFor={id}>{text('giftCard.code')}</label>
          <input
            id={id}
            value={code}
            required
            maxLength={100}
            autoComplete="off"
            aria-describedby={refusal && `${id}-refusal`}
            aria-invalid={refusal !== undefined}
            onChange={({ target }) => {
              setCode(target.value);
              setBalance(undefined);
            }}
          />
          <RefusalMessage id={`${id}-refusal`} message={refusal} />
        </div>
        <button type="submit" disabled={checking.loading}>
          {text('giftCard.check')}
        </button>
      </form>
      {balance && <Use order={order} token={token} code={code} balance={balance} />}
    </details>
  );
}

type UseProps = PaymentProps & { readonly code: string; readonly balance: Balance };

function Use({ order, token, code, balance }: UseProps) {
  const { text, money } = useGiftCardFormat();
  const { send, refusal, isSending } = useOrderChange(PayOrderDocument, order.id, token);
  const part = payable(balance, order.amountDue);
  return (
    <div role="status">
      <p>{text('giftCard.balance', { balance: money(balance) })}</p>
      {!part && <p>{text('giftCard.currency')}</p>}
      {part && (
        <p>
          {part.left
            ? text('giftCard.paysPart', { amount: money(part.pays), left: money(part.left) })
            : text('giftCard.paysAll', { amount: money(part.pays) })}
        </p>
      )}
      {part && Number(part.pays.amount) > 0 && (
        <button
          type="button"
          className="primary"
          disabled={isSending}
          onClick={() => void send({ giftCardCode: code })}
        >
          {text('giftCard.use', { amount: money(part.pays) })}
        </button>
      )}
      <RefusalMessage message={refusal} />
    </div>
  );
}
