import {
  type FormValues,
  OrderReturns,
  RefusalForm,
  RefusalMessage,
  ReturnFields,
  returnLines,
} from '@shop/web';
import { useState } from 'react';
import { useFormat } from '../messages/messages.ts';
import type { OrderFragment } from './generated/order.ts';
import { CancelReturnDocument, RequestReturnDocument } from './generated/order-changes.ts';
import { useOrderChange } from './use-order-change.ts';

type Props = { readonly order: OrderFragment; readonly token: string | undefined };

function CancelReturn({ order, token, returnId }: Props & { readonly returnId: string }) {
  const { text } = useFormat();
  const { send, refusal, isSending } = useOrderChange(CancelReturnDocument, order.id, token);
  return (
    <>
      <button type="button" disabled={isSending} onClick={() => void send({ returnId })}>
        {text('returns.cancel')}
      </button>
      <RefusalMessage message={refusal} />
    </>
  );
}

/** The returns of an order, and what the customer may do with them. */
export function Returns({ order, token }: Props) {
  return (
    <OrderReturns
      order={order}
      actionsOf={({ id, allowedActions }) =>
        allowedActions.includes('CANCEL') && (
          <CancelReturn order={order} token={token} returnId={id} />
        )
      }
    />
  );
}

/** Requests to return items of an order. */
export function ReturnForm({ order, token }: Props) {
  const { text } = useFormat();
  const { send } = useOrderChange(RequestReturnDocument, order.id, token);
  const [times, setTimes] = useState(0);
  async function request(values: FormValues) {
    const lines = returnLines(order.lines, values);
    if (lines.length === 0) return [{ message: text('returns.nothing') }];
    const refusals = await send({ lines, comment: values['comment'] });
    if (refusals.length === 0) setTimes((before) => before + 1);
    return refusals;
  }
  return (
    <details key={times} className="card">
      <summary>{text('returns.request')}</summary>
      <RefusalForm names={['comment']} button={text('returns.request')} send={request}>
        <ReturnFields lines={order.lines} />
      </RefusalForm>
    </details>
  );
}
