import { TextField } from '@shop/web';
import { Action } from '../forms/action.tsx';
import { useChange } from '../forms/use-change.ts';
import { useFormat } from '../messages/messages.ts';
import {
  AdjustStockDocument,
  ReceiveStockDocument,
  SetLowStockThresholdDocument,
  type StockItemFragment,
} from './generated/stock.ts';

type Props = {
  readonly stock: StockItemFragment;
  /** Reads the stock and its ledger again. */
  readonly readAgain: () => Promise<unknown>;
};

/** What the viewer may do with stock. */
export function StockActions({ stock, readAgain }: Props) {
  const { text } = useFormat();
  const { variantId, lowStockThreshold } = stock;
  const receive = useChange(ReceiveStockDocument, readAgain);
  const adjust = useChange(AdjustStockDocument, readAgain);
  const setThreshold = useChange(SetLowStockThresholdDocument, readAgain);
  const reasonField = (
    <TextField name="reason" label={text('stock.reason')} required maxLength={200} />
  );
  return (
    <section className="card">
      <h2>{text('actions')}</h2>
      {!stock.removed && (
        <Action
          title={text('stock.receive')}
          names={['quantity', 'reason']}
          send={({ quantity, reason = '' }) =>
            receive({ variantId, quantity: Number(quantity), reason })
          }
        >
          <TextField name="quantity" label={text('units')} type="number" min={1} required />
          {reasonField}
        </Action>
      )}
      <Action
        title={text('stock.adjust')}
        names={['delta', 'reason']}
        send={({ delta, reason = '' }) => adjust({ variantId, delta: Number(delta), reason })}
      >
        <TextField name="delta" label={text('stock.delta')} type="number" required />
        {reasonField}
      </Action>
      <Action
        title={text('stock.setThreshold')}
        names={['threshold']}
        send={({ threshold }) => setThreshold({ variantId, threshold: Number(threshold) })}
      >
        <TextField
          name="threshold"
          label={text('stock.threshold')}
          type="number"
          min={0}
          required
          defaultValue={lowStockThreshold}
        />
      </Action>
    </section>
  );
}
