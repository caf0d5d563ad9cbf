import { type FormValues, type OrderReturn, OrderReturns, TextField } from '@shop/web';
import type { ComponentType } from 'react';
import { Action, filled } from '../forms/action.tsx';
import { useChange } from '../forms/use-change.ts';
import { useFormat } from '../messages/messages.ts';
import type { OrderDetailsFragment } from './generated/order.ts';
import {
  ApproveReturnDocument,
  CancelReturnDocument,
  ReceiveReturnDocument,
  RefuseReturnDocument,
} from './generated/order-changes.ts';

type Props = { readonly orderId: string; readonly one: OrderReturn };

function ApproveForm({ orderId, one: { id: returnId } }: Props) {
  const { text } = useFormat();
  const approve = useChange(ApproveReturnDocument);
  const names = ['instructions'] as const;
  return (
    <Action
      title={text('returnAction.APPROVE')}
      names={names}
      send={(values) => approve({ orderId, returnId, ...filled(values, names) })}
    >
      <TextField
        name="instructions"
        label={text('return.instructions')}
        rows={3}
        maxLength={1_000}
      />
    </Action>
  );
}

function RefuseForm({ orderId, one: { id: returnId } }: Props) {
  const { text } = useFormat();
  const refuse = useChange(RefuseReturnDocument);
  return (
    <Action
      title={text('returnAction.REFUSE')}
      names={['reason']}
      send={({ reason = '' }) => refuse({ orderId, returnId, reason })}
    >
      <TextField name="reason" label={text('reason.words')} required maxLength={200} />
    </Action>
  );
}

const kinds = ['restocked', 'writtenOff'] as const;

function ReceiveForm({ orderId, one: { id: returnId, lines } }: Props) {
  const { text } = useFormat();
  const receive = useChange(ReceiveReturnDocument);
  async function send(values: FormValues) {
    const received = lines
      .map(({ line: { id: lineId } }) => ({
        lineId,
        restocked: Number(values[`restocked.${lineId}`] ?? 0),
        writtenOff: Number(values[`writtenOff.${lineId}`] ?? 0),
      }))
      .filter(({ restocked, writtenOff }) => restocked + writtenOff > 0);
    // The shop would take no lines for everything.
    if (received.length === 0) return [{ message: text('returns.nothing') }];
    return receive({ orderId, returnId, lines: received });
  }
  return (
    <Action title={text('returnAction.RECEIVE')} send={send}>
      {lines.flatMap(({ line: { id, title }, quantity }) =>
        kinds.map((kind) => (
          <TextField
            key={`${kind} ${id}`}
            name={`${kind}.${id}`}
            label={text(`return.${kind}`, { title })}
            type="number"
            required
            min={0}
            max={quantity}
            defaultValue={kind === 'restocked' ? quantity : 0}
          />
        )),
      )}
    </Action>
  );
}

function CancelForm({ orderId, one: { id: returnId } }: Props) {
  const { text } = useFormat();
  const cancel = useChange(CancelReturnDocument);
  return <Action title={text('returns.cancel')} send={() => cancel({ orderId, returnId })} />;
}

const forms: readonly { readonly action: string; readonly Form: ComponentType<Props> }[] = [
  { action: 'APPROVE', Form: ApproveForm },
  { action: 'RECEIVE', Form: ReceiveForm },
  { action: 'REFUSE', Form: RefuseForm },
  { action: 'CANCEL', Form: CancelForm },
];

/** The returns of an order, and what the viewer may do with each now: the shop decides. */
export function Returns({ order }: { readonly order: OrderDetailsFragment }) {
  return (
    <OrderReturns
      order={order}
      actionsOf={(one) =>
        forms
          .filter(({ action }) => one.allowedActions.some((allowed) => allowed === action))
          .map(({ action, Form }) => <Form key={action} orderId={order.id} one={one} />)
      }
    />
  );
}
