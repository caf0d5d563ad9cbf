import {
  chosenUnits,
  type FormValues,
  ReturnFields,
  returnLines,
  SelectField,
  TextField,
  UnitFields,
} from '@shop/web';
import type { ComponentType } from 'react';
import { Action, filled } from '../forms/action.tsx';
import { useChange } from '../forms/use-change.ts';
import { useFormat } from '../messages/messages.ts';
import { EditForm } from './edit-form.tsx';
import type { OrderDetailsFragment } from './generated/order.ts';
import {
  type CancellationReasonCode,
  CancelOrderDocument,
  MarkDeliveredDocument,
  RequestReturnDocument,
  ShipOrderDocument,
} from './generated/order-changes.ts';
import { RefundForm } from './refund-form.tsx';

type Props = { readonly order: OrderDetailsFragment };

function ShipForm({ order: { id: orderId, lines } }: Props) {
  const { text } = useFormat();
  const ship = useChange(ShipOrderDocument);
  const names = ['carrier', 'trackingNumber', 'trackingUrl'] as const;
  async function send(values: FormValues) {
    const chosen = chosenUnits(lines, values);
    // The shop would take no lines for all units that are left.
    if (chosen.length === 0) return [{ message: text('ship.nothing') }];
    return ship({ orderId, lines: chosen, ...filled(values, names) });
  }
  return (
    <Action title={text('action.SHIP')} names={names} send={send}>
      <UnitFields
        lines={lines.map(({ id, title, quantityToShip: left }) => ({
          ...{ id, label: text('ship.units', { title, left }), left, chosen: left },
        }))}
      />
      {names.map((name) => (
        <TextField
          key={name}
          name={name}
          label={text(`ship.${name}`)}
          type={name === 'trackingUrl' ? 'url' : 'text'}
        />
      ))}
    </Action>
  );
}

function DeliverForm({ order: { id: orderId, fulfilments } }: Props) {
  const { text, date } = useFormat();
  const deliver = useChange(MarkDeliveredDocument);
  const onTheirWay = fulfilments.filter(({ status }) => status === 'SHIPPED');
  const options = onTheirWay.map(({ id: value, carrier, trackingNumber, shippedAt }) => ({
    value,
    label: [carrier, trackingNumber].filter(Boolean).join(' ') || date(shippedAt),
  }));
  return (
    <Action
      title={text('action.MARK_DELIVERED')}
      names={['fulfilmentId']}
      send={(values) => deliver({ orderId, ...filled(values, ['fulfilmentId']) })}
    >
      {options.length > 1 && (
        <SelectField
          name="fulfilmentId"
          label={text('deliver.which')}
          options={[{ value: '', label: text('deliver.all') }, ...options]}
        />
      )}
    </Action>
  );
}

function ReturnForm({ order: { id: orderId, lines } }: Props) {
  const { text } = useFormat();
  const request = useChange(RequestReturnDocument);
  async function send(values: FormValues) {
    const chosen = returnLines(lines, values);
    if (chosen.length === 0) return [{ message: text('returns.nothing') }];
    return request({ orderId, lines: chosen, ...filled(values, ['comment']) });
  }
  return (
    <Action title={text('returns.request')} names={['comment']} send={send}>
      <ReturnFields lines={lines} />
    </Action>
  );
}

/** The reasons that staff may give; others are of the shop itself. */
const reasons = [
  'CHANGED_MIND',
  'ORDERED_BY_MISTAKE',
  'DELIVERY_TOO_SLOW',
  'OUT_OF_STOCK',
  'UNDELIVERABLE',
  'SUSPECTED_FRAUD',
  'OTHER',
] as const satisfies readonly CancellationReasonCode[];

function CancelForm({ order: { id: orderId, status } }: Props) {
  const { text } = useFormat();
  const cancel = useChange(CancelOrderDocument);
  return (
    <Action
      title={text('action.CANCEL')}
      names={['reasonCode', 'reason']}
      send={({ reasonCode, ...values }) =>
        cancel({
          orderId,
          reasonCode: reasonCode as CancellationReasonCode,
          ...filled(values, ['reason']),
        })
      }
    >
      <p>{text(status === 'PARTIALLY_SHIPPED' ? 'cancel.effectOfRest' : 'cancel.effect')}</p>
      <SelectField
        name="reasonCode"
        label={text('reason')}
        options={reasons.map((value) => ({ value, label: text(`cancel.${value}`) }))}
      />
      <TextField name="reason" label={text('reason.words')} maxLength={200} />
    </Action>
  );
}

const forms: readonly { readonly action: string; readonly Form: ComponentType<Props> }[] = [
  { action: 'SHIP', Form: ShipForm },
  { action: 'MARK_DELIVERED', Form: DeliverForm },
  { action: 'EDIT', Form: EditForm },
  { action: 'REQUEST_RETURN', Form: ReturnForm },
  { action: 'REFUND', Form: RefundForm },
  { action: 'CANCEL', Form: CancelForm },
];

/** What the viewer may do with an order now: the shop decides by their scopes and its state. */
export function OrderActions({ order }: Props) {
  const { text } = useFormat();
  const allowed = forms.filter(({ action }) => order.allowedActions?.some((one) => one === action));
  if (allowed.length === 0) return null;
  return (
    <section className="card">
      <h2>{text('actions')}</h2>
      {allowed.map(({ action, Form }) => (
        <Form key={action} order={order} />
      ))}
    </section>
  );
}
