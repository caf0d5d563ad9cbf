import { Failure, Loading, usePageTitle } from '@shop/web';
import { withEntry } from '../forms/with-entry.ts';
import '../layout/columns.css';
import { useFormat } from '../messages/messages.ts';
import { zoneEarlier } from './shipping-input.ts';
import { useShipping } from './use-shipping.ts';
import { AddZone, Zone } from './zones.tsx';

/** The zones that the shop ships to, in the sequence in which they decide, with their methods and rates. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function ShippingPage() {
  const { text, count } = useFormat();
  const { shipping, error, refetch, change } = useShipping();
  usePageTitle(text('shipping'));
  if (error && !shipping) return <Failure error={error} retry={refetch} />;
  if (!shipping) return <Loading />;
  const { version, zones } = shipping;
  return (
    <>
      <h1>{text('shipping')}</h1>
      <p role="status">{count('shipping.zones', zones.length)}</p>
      <p>{text(zones.length > 0 ? 'shipping.first' : 'shipping.none')}</p>
      <div className="zones">
        {zones.map((zone, index) => (
          <Zone
            // A zone has no code, and its name need not be its own.
            key={`${index} ${zone.name}`}
            zone={zone}
            version={version}
            change={(next, opened) => change(withEntry(zones, index, next), opened)}
            {...(index > 0 && {
              earlier: (opened) => change(zoneEarlier(zones, index), opened),
            })}
          />
        ))}
      </div>
      <AddZone
        version={version}
        change={(next, opened) => change(withEntry(zones, zones.length, next), opened)}
      />
    </>
  );
}
