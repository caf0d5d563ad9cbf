import type { EventData } from '@shop/schema';
import { singleLine } from '../untrusted-text.ts';

type Parcel = EventData<'order.fulfilment_delivered.v1'>;
type Units = Parcel['fulfilmentLines'];

/** Whether a parcel has everything that was ordered. */
export const isWhole = ({ lines, fulfilmentLines }: Parcel): boolean =>
  lines.every(({ variantId, quantity }) =>
    fulfilmentLines.some((one) => one.variantId === variantId && one.quantity === quantity),
  );

/** Units of lines of an order with their titles, one below the other. */
export const unitLines = ({ lines }: Pick<Parcel, 'lines'>, units: Units): string =>
  units
    .map(({ variantId, quantity }) => {
      const title = lines.find((line) => line.variantId === variantId)?.title ?? variantId;
      return `${quantity} x ${singleLine(title)}`;
    })
    .join('\n');

/** What is in the parcel. */
export const parcelLines = (order: Parcel): string => unitLines(order, order.fulfilmentLines);

/** What follows in other parcels; nothing when this one is the last. */
export function linesToCome(order: Parcel): string[] {
  const left = order.lines.map(({ variantId, quantity }) => {
    const units = order.unitsSoFar.find((one) => one.variantId === variantId);
    return { variantId, quantity: quantity - (units?.shipped ?? 0) - (units?.cancelled ?? 0) };
  });
  const toCome = left.filter(({ quantity }) => quantity > 0);
  return toCome.length > 0 ? ['We will send the rest later:', unitLines(order, toCome)] : [];
}
