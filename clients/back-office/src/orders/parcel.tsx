import { UnitList } from '@shop/web';
import { useFormat } from '../messages/messages.ts';
import type { OrderDetailsFragment } from './generated/order.ts';

type Props = { readonly parcel: OrderDetailsFragment['fulfilments'][number] };

/** What is in a parcel, where it is, and how to follow it. */
export function Parcel({ parcel }: Props) {
  const { text, date } = useFormat();
  const { carrier, trackingNumber, trackingUrl, shippedAt, deliveredAt, lines } = parcel;
  return (
    <div>
      <p>
        {[carrier, trackingNumber].filter(Boolean).join(' ')}{' '}
        {trackingUrl && <a href={trackingUrl}>{text('order.track')}</a>}
        <br />
        <span className="soft">
          {deliveredAt
            ? text('parcel.delivered', { time: date(deliveredAt) })
            : text('parcel.onItsWay', { time: date(shippedAt) })}
        </span>
      </p>
      <UnitList lines={lines} />
    </div>
  );
}
