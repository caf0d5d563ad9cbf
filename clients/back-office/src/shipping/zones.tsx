import { TextField } from '@shop/web';
import { Action } from '../forms/action.tsx';
import { withEntry } from '../forms/with-entry.ts';
import { useFormat } from '../messages/messages.ts';
import type { ShippingMethodFragment, ShippingZoneFragment } from './generated/shipping.ts';
import { AddMethod, Method } from './methods.tsx';
import { postalCodesText, zoneOf } from './shipping-input.ts';
import type { Change } from './use-shipping.ts';

const zoneFields = ['name', 'countries', 'postalCodes'];

function ZoneFields({ zone }: { readonly zone?: ShippingZoneFragment }) {
  const { text } = useFormat();
  return (
    <>
      <TextField
        name="name"
        label={text('shipping.zoneName')}
        required
        maxLength={60}
        defaultValue={zone?.name ?? ''}
      />
      <TextField
        name="countries"
        label={text('shipping.countries')}
        defaultValue={zone?.countries.join(', ') ?? ''}
      />
      <TextField
        name="postalCodes"
        label={text('shipping.postalCodes')}
        defaultValue={zone ? postalCodesText(zone.postalCodes) : ''}
      />
    </>
  );
}

type Props = { readonly version: number; readonly change: Change<ShippingZoneFragment> };

/** Adds a zone, whose methods come after it. */
export function AddZone({ version, change }: Props) {
  const { text } = useFormat();
  return (
    <Action
      title={text('shipping.addZone')}
      names={zoneFields}
      version={version}
      send={(values, opened) => change(zoneOf(values, []) as ShippingZoneFragment, opened)}
    >
      <ZoneFields />
    </Action>
  );
}

type ZoneProps = Props & {
  readonly zone: ShippingZoneFragment;
  /** Moves the zone before the one before it; absent for the first. */
  readonly earlier?: (version: number | undefined) => ReturnType<Change<ShippingZoneFragment>>;
};

/** A zone with its methods. */
export function Zone({ zone, version, change, earlier }: ZoneProps) {
  const { text } = useFormat();
  const { name, countries, postalCodes, methods } = zone;
  const changeMethod =
    (index: number): Change<ShippingMethodFragment> =>
    (next, opened) =>
      change({ ...zone, methods: withEntry(methods, index, next) }, opened);
  return (
    <section className="card" aria-label={name}>
      <h2>{name}</h2>
      <p className="soft">
        {countries.join(', ') || text('shipping.everywhere')}
        {postalCodes.length > 0 && ` · ${postalCodesText(postalCodes)}`}
      </p>
      <ul className="steps">
        {methods.map((method, index) => (
          <Method
            key={method.code}
            method={method}
            version={version}
            change={changeMethod(index)}
          />
        ))}
      </ul>
      <AddMethod version={version} change={changeMethod(methods.length)} />
      <Action
        title={text('shipping.editZone')}
        names={zoneFields}
        version={version}
        send={(values, opened) => change(zoneOf(values, methods) as ShippingZoneFragment, opened)}
      >
        <ZoneFields zone={zone} />
      </Action>
      {earlier && (
        <Action
          title={text('shipping.earlier')}
          version={version}
          send={(_, opened) => earlier(opened)}
        />
      )}
      <Action
        title={text('shipping.removeZone')}
        version={version}
        send={(_, opened) => change(undefined, opened)}
      >
        <p>{text('shipping.removeZone.effect')}</p>
      </Action>
    </section>
  );
}
