import { TextField } from '@shop/web';
import { Action } from '../forms/action.tsx';
import { MoneyField } from '../forms/money-field.tsx';
import { YesNoField } from '../forms/yes-no-field.tsx';
import { useFormat } from '../messages/messages.ts';
import type { ShippingMethodFragment } from './generated/shipping.ts';
import { RateFields, Rates, rateFields } from './rates.tsx';
import { methodOf, rateOf } from './shipping-input.ts';
import type { Change } from './use-shipping.ts';

/** The fields of a method, by the name that refusals have. */
const methodFields = ['code', 'name', 'taxClass', 'freeFrom', 'minDays', 'maxDays', 'isDefault'];

function MethodFields({ method }: { readonly method?: ShippingMethodFragment }) {
  const { text } = useFormat();
  const days = (name: 'minDays' | 'maxDays') => (
    <TextField
      name={name}
      label={text(`shipping.${name}`)}
      type="number"
      min={0}
      max={365}
      defaultValue={method?.[name] ?? ''}
    />
  );
  return (
    <>
      <TextField
        name="code"
        label={text('promotion.code')}
        required
        maxLength={40}
        defaultValue={method?.code ?? ''}
      />
      <TextField
        name="name"
        label={text('promotion.name')}
        required
        maxLength={60}
        defaultValue={method?.name ?? ''}
      />
      <TextField
        name="taxClass"
        label={text('variant.taxClass')}
        maxLength={40}
        defaultValue={method?.taxClass ?? ''}
      />
      <MoneyField name="freeFrom" label={text('shipping.freeFrom')} money={method?.freeFrom} />
      {days('minDays')}
      {days('maxDays')}
      <YesNoField
        name="isDefault"
        label={text('shipping.isDefault')}
        isYes={method?.isDefault === true}
      />
    </>
  );
}

type Props = { readonly version: number; readonly change: Change<ShippingMethodFragment> };

/** Adds a method with its first rate. */
export function AddMethod({ version, change }: Props) {
  const { text } = useFormat();
  return (
    <Action
      title={text('shipping.addMethod')}
      names={[...methodFields, ...rateFields]}
      version={version}
      send={(values, opened) =>
        change(methodOf(values, [rateOf(values)]) as ShippingMethodFragment, opened)
      }
    >
      <MethodFields />
      <RateFields />
    </Action>
  );
}

/** A method of a zone, with its rates. */
export function Method({
  method,
  version,
  change,
}: Props & { readonly method: ShippingMethodFragment }) {
  const { text, money } = useFormat();
  const { name, code, isDefault, minDays, maxDays, freeFrom } = method;
  return (
    <li>
      <b>{name}</b>
      <span className="soft">
        {code}
        {isDefault && `, ${text('shipping.default')}`}
        {minDays !== null && `, ${text('shipping.days', { min: minDays, max: maxDays ?? '…' })}`}
        {freeFrom && `, ${text('shipping.free', { amount: money(freeFrom) })}`}
      </span>
      <Rates method={method} version={version} change={change} />
      <Action
        title={text('shipping.editMethod')}
        names={methodFields}
        version={version}
        send={(values, opened) =>
          change(methodOf(values, method.rates) as ShippingMethodFragment, opened)
        }
      >
        <MethodFields method={method} />
      </Action>
      <Action
        title={text('shipping.removeMethod')}
        version={version}
        send={(_, opened) => change(undefined, opened)}
      >
        <p>{text('tax.remove.effect')}</p>
      </Action>
    </li>
  );
}
