import { UnitList } from '@shop/web';
import { useFormat } from '../messages/messages.ts';
import type { OrderStateFragment } from './generated/order.ts';

type Props = { readonly parcel: OrderStateFragment['fulfilments'][number] };

/** What is in a parcel, when it was sent or has arrived, and where to follow it. */
export function Parcel({ parcel }: Props) {
  const { text, date } = useFormat();
  const { carrier, trackingNumber, trackingUrl, shippedAt, deliveredAt, lines } = parcel;
  const tracking = [carrier, trackingNumber].filter(Boolean).join(' ');
  return (
    <section className="parcel" aria-label={text('parcel')}>
      <p>
        {deliveredAt
          ? text('parcel.delivered', { time: date(deliveredAt) })
          : text('parcel.shipped', { time: date(shippedAt) })}
      </p>
      <UnitList lines={lines} />
      {(tracking || trackingUrl) && (
        <p>
          {tracking} {trackingUrl && <a href={trackingUrl}>{text('order.track')}</a>}
        </p>
      )}
    </section>
  );
}
