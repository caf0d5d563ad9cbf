import { type FormValues, SelectField, TextField } from '@shop/web';
import { useId, useState } from 'react';
import { Action, filled } from '../forms/action.tsx';
import { useChange } from '../forms/use-change.ts';
import { useFormat } from '../messages/messages.ts';
import { EditPreview } from './edit-preview.tsx';
import { FindVariant, type FoundVariant } from './find-variant.tsx';
import type { OrderDetailsFragment } from './generated/order.ts';
import { EditOrderDocument, type OrderEditReasonCode } from './generated/order-edits.ts';

const reasons = [
  'CUSTOMER_REQUEST',
  'ORDERED_BY_MISTAKE',
  'OUT_OF_STOCK',
  'OTHER',
] as const satisfies readonly OrderEditReasonCode[];

/** The longest that the response waits for inventory. */
const waitForMs = 5_000;

/** A line of the form; without units, the order no longer has it. */
export type EditedLine = FoundVariant & { readonly quantity: number };

const linesOf = ({ id, lines }: OrderDetailsFragment): EditedLine[] =>
  lines.map(({ id: lineId, sku, title, quantity }) => ({
    // The id of a line is that of its order and of its variant.
    ...{ variantId: lineId.slice(id.length + 1), sku, title, quantity },
  }));

function LineField({
  line: { title, sku, quantity },
  change,
}: {
  readonly line: EditedLine;
  readonly change: (quantity: number) => void;
}) {
  const { text } = useFormat();
  const id = useId();
  return (
    <p className="row">
      <label htmlFor={id}>{text('edit.units', { title, sku })}</label>
      <input
        id={id}
        type="number"
        min={0}
        max={99}
        value={quantity}
        onChange={({ target }) => change(Math.max(0, Math.min(99, target.valueAsNumber || 0)))}
      />
      <button type="button" disabled={quantity === 0} onClick={() => change(0)}>
        {text('edit.remove', { title })}
      </button>
    </p>
  );
}

function Fields({
  order,
  lines,
  setLines,
}: {
  readonly order: OrderDetailsFragment;
  readonly lines: readonly EditedLine[];
  readonly setLines: (lines: readonly EditedLine[]) => void;
}) {
  const { text } = useFormat();
  const wanted = lines.filter(({ quantity }) => quantity > 0);
  return (
    <>
      <p>{text('edit.effect')}</p>
      {lines.map((line) => (
        <LineField
          key={line.variantId}
          line={line}
          change={(quantity) =>
            setLines(lines.map((one) => (one === line ? { ...line, quantity } : one)))
          }
        />
      ))}
      <FindVariant
        without={lines.map(({ variantId }) => variantId)}
        choose={(found) => setLines([...lines, { ...found, quantity: 1 }])}
      />
      {wanted.length > 0 && <EditPreview orderId={order.id} lines={wanted} />}
      <SelectField
        name="reasonCode"
        label={text('reason')}
        options={reasons.map((value) => ({ value, label: text(`edit.${value}`) }))}
      />
      <TextField name="reason" label={text('reason.words')} maxLength={200} />
    </>
  );
}

/** Adds, removes and changes lines of an order that was not shipped. */
export function EditForm({ order }: { readonly order: OrderDetailsFragment }) {
  const { text } = useFormat();
  const edit = useChange(EditOrderDocument);
  const [changed, setLines] = useState<readonly EditedLine[]>();
  const lines = changed ?? linesOf(order);
  async function send({ reasonCode, ...values }: FormValues, expectedVersion = order.version) {
    const wanted = lines.filter(({ quantity }) => quantity > 0);
    if (wanted.length === 0) return [{ message: text('edit.nothing') }];
    const refusals = await edit({
      ...{ orderId: order.id, expectedVersion, waitForMs },
      lines: wanted.map(({ variantId, quantity }) => ({ variantId, quantity })),
      reasonCode: reasonCode as OrderEditReasonCode,
      ...filled(values, ['reason']),
    });
    if (refusals?.length === 0) setLines(undefined);
    return refusals;
  }
  return (
    <Action
      title={text('action.EDIT')}
      names={['reasonCode', 'reason']}
      version={order.version}
      send={send}
    >
      <Fields order={order} lines={lines} setLines={setLines} />
    </Action>
  );
}
