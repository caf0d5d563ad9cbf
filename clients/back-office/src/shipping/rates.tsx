import { TextField } from '@shop/web';
import { Action } from '../forms/action.tsx';
import { MoneyField } from '../forms/money-field.tsx';
import { withEntry } from '../forms/with-entry.ts';
import { useFormat } from '../messages/messages.ts';
import type { ShippingMethodFragment, ShippingRateFragment } from './generated/shipping.ts';
import { rateOf } from './shipping-input.ts';
import type { Change } from './use-shipping.ts';

/** The fields of a rate, by the name that refusals have. */
export const rateFields = ['maxWeightGrams', 'minSubtotal', 'price'];

export function RateFields({ rate }: { readonly rate?: ShippingRateFragment }) {
  const { text } = useFormat();
  return (
    <>
      <MoneyField name="price" label={text('product.price')} required money={rate?.price} />
      <TextField
        name="maxWeightGrams"
        label={text('shipping.maxWeightGrams')}
        type="number"
        min={1}
        defaultValue={rate?.maxWeightGrams ?? ''}
      />
      <MoneyField
        name="minSubtotal"
        label={text('shipping.minSubtotal')}
        money={rate?.minSubtotal}
      />
    </>
  );
}

type Props = {
  readonly method: ShippingMethodFragment;
  readonly version: number;
  readonly change: Change<ShippingMethodFragment>;
};

/** The rates of a method. The first that fits an order is its price. */
export function Rates({ method, version, change }: Props) {
  const { text, money } = useFormat();
  const save = (index: number, next: ReturnType<typeof rateOf> | undefined, opened?: number) =>
    change(
      { ...method, rates: withEntry(method.rates, index, next as ShippingRateFragment) },
      opened,
    );
  return (
    <>
      <ol>
        {method.rates.map((rate, index) => (
          // A rate has no name but its position.
          <li key={index}>
            {money(rate.price)}
            {rate.maxWeightGrams && ` ${text('shipping.upTo', { grams: rate.maxWeightGrams })}`}
            {rate.minSubtotal && ` ${text('promotion.from', { amount: money(rate.minSubtotal) })}`}
            <Action
              title={text('shipping.editRate')}
              names={rateFields}
              version={version}
              send={(values, opened) => save(index, rateOf(values), opened)}
            >
              <RateFields rate={rate} />
            </Action>
            {method.rates.length > 1 && (
              <Action
                title={text('shipping.removeRate')}
                version={version}
                send={(_, opened) => save(index, undefined, opened)}
              />
            )}
          </li>
        ))}
      </ol>
      <Action
        title={text('shipping.addRate')}
        names={rateFields}
        version={version}
        send={(values, opened) => save(method.rates.length, rateOf(values), opened)}
      >
        <RateFields />
      </Action>
    </>
  );
}
