import { RefusalMessage } from '@shop/web';
import { useFormat } from '../messages/messages.ts';
import type { OrderFragment } from './generated/order.ts';
import { CancelOrderDocument } from './generated/order-changes.ts';
import { useOrderChange } from './use-order-change.ts';

type Props = { readonly order: OrderFragment; readonly token: string | undefined };

/** Cancels an order, after a second click. */
export function CancelForm({ order, token }: Props) {
  const { text } = useFormat();
  const { send, refusal, isSending } = useOrderChange(CancelOrderDocument, order.id, token);
  return (
    <details className="card">
      <summary>{text('order.cancel')}</summary>
      <p>{text('order.cancel.effect')}</p>
      <button
        type="button"
        disabled={isSending}
        onClick={() => void send({ reasonCode: 'CHANGED_MIND' })}
      >
        {text('order.cancel.now')}
      </button>
      <RefusalMessage message={refusal} />
    </details>
  );
}
