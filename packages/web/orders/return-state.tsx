import { useFormat } from '../messages/format.tsx';
import type { OrderReturnsFragment } from './generated/order-returns.ts';
import { UnitList } from './unit-list.tsx';

type Props = Pick<OrderReturnsFragment['returns'][number], 'status' | 'requestedAt'> & {
  readonly lines: Parameters<typeof UnitList>[0]['lines'];
};

/** How far a return is, when it was requested, and its units. */
export function ReturnState({ status, requestedAt, lines }: Props) {
  const { text, name, date } = useFormat();
  return (
    <>
      <p>
        <b>{name('return', status)}</b>
        <br />
        <span className="soft">{text('returns.requestedAt', { time: date(requestedAt) })}</span>
      </p>
      <UnitList lines={lines} />
    </>
  );
}
