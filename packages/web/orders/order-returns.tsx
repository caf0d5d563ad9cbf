import type { ReactNode } from 'react';
import { useFormat } from '../messages/format.tsx';
import type { OrderReturnsFragment } from './generated/order-returns.ts';
import { ReturnState } from './return-state.tsx';

export type OrderReturn = OrderReturnsFragment['returns'][number];

type Props = {
  readonly order: OrderReturnsFragment;
  /** What the viewer may do with a return. */
  readonly actionsOf: (one: OrderReturn) => ReactNode;
};

/** The returns of an order; nothing without one. */
export function OrderReturns({ order: { returns }, actionsOf }: Props) {
  const { text } = useFormat();
  if (returns.length === 0) return null;
  return (
    <section className="card">
      <h2>{text('returns')}</h2>
      {returns.map((one) => (
        <div key={one.id}>
          <Return one={one} />
          {actionsOf(one)}
        </div>
      ))}
    </section>
  );
}

function Return({ one }: { readonly one: OrderReturn }) {
  const { name } = useFormat();
  const { status, lines, comment, instructions, refusalReason, requestedAt } = one;
  const reasons = [...new Set(lines.map(({ reasonCode }) => name('returnReason', reasonCode)))];
  return (
    <>
      <ReturnState {...{ status, requestedAt, lines }} />
      <p>{reasons.join(', ')}</p>
      {[comment, instructions, refusalReason].map(
        (words) => words && <blockquote key={words}>{words}</blockquote>,
      )}
    </>
  );
}

export type ReturnReason = OrderReturn['lines'][number]['reasonCode'];

/** The reasons for a return. */
export const returnReasons: readonly ReturnReason[] = [
  'CHANGED_MIND',
  'TOO_SMALL',
  'TOO_LARGE',
  'DAMAGED',
  'DEFECTIVE',
  'WRONG_ITEM',
  'NOT_AS_DESCRIBED',
  'ARRIVED_LATE',
  'OTHER',
];
