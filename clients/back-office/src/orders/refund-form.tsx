import { type FormValues, SelectField, TextField, UnitFields } from '@shop/web';
import { useState } from 'react';
import { Action, filled } from '../forms/action.tsx';
import { AmountField } from '../forms/amount-field.tsx';
import { RadioChoice } from '../forms/radio-choice.tsx';
import { useChange } from '../forms/use-change.ts';
import { useFormat } from '../messages/messages.ts';
import type { OrderDetailsFragment } from './generated/order.ts';
import { RefundOrderDocument, type RefundReasonCode } from './generated/order-changes.ts';
import { parts, type RefundParts, refundInput } from './refund-input.ts';

/** The reasons that staff may give; others are of the shop itself. */
const reasons = [
  'RETURNED',
  'DAMAGED',
  'WRONG_ITEM',
  'NOT_RECEIVED',
  'GOODWILL',
  'OTHER',
] as const satisfies readonly RefundReasonCode[];

type Props = { readonly order: OrderDetailsFragment };

/** The units of each line, and shipping. */
function PartFields({ order: { lines, shipping, refunds } }: Props) {
  const { text, money } = useFormat();
  const isShippingLeft =
    Number(shipping?.total.amount) > 0 &&
    !refunds.some((refund) => refund.shipping && refund.status !== 'FAILED');
  return (
    <>
      <UnitFields
        lines={lines.map(({ id, title, quantity, refundedQuantity }) => {
          const left = quantity - refundedQuantity;
          return { id, label: text('refund.units', { title, left }), left, chosen: 0 };
        })}
      />
      {shipping && isShippingLeft && (
        <SelectField
          name="shipping"
          label={text('refund.shipping', { amount: money(shipping.total) })}
          options={[
            { value: '', label: text('refund.shipping.no') },
            { value: 'yes', label: text('refund.shipping.yes') },
          ]}
        />
      )}
    </>
  );
}

/** Refunds units of lines, an amount, or all that is left. */
export function RefundForm({ order }: Props) {
  const { text } = useFormat();
  const refund = useChange(RefundOrderDocument);
  const [part, setPart] = useState<RefundParts>('units');
  async function send(values: FormValues) {
    const input = refundInput(order, part, values);
    if (!input) return [{ message: text('refund.nothing') }];
    const { reasonCode } = values;
    return refund({
      ...input,
      reasonCode: reasonCode as RefundReasonCode,
      ...filled(values, ['reason']),
    });
  }
  return (
    <Action title={text('action.REFUND')} names={['amount', 'reasonCode', 'reason']} send={send}>
      <RadioChoice
        legend={text('refund.what')}
        name="part"
        options={parts.map((one) => ({ value: one, label: text(`refund.what.${one}`) }))}
        value={part}
        choose={setPart}
      />
      {part === 'units' && <PartFields order={order} />}
      {part === 'amount' && (
        <AmountField
          name="amount"
          label={text('amountIn', { currency: order.total.currencyCode })}
        />
      )}
      <SelectField
        name="reasonCode"
        label={text('reason')}
        options={reasons.map((value) => ({ value, label: text(`refund.${value}`) }))}
      />
      <TextField name="reason" label={text('reason.words')} maxLength={200} />
    </Action>
  );
}
