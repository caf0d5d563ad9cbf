import { SelectField } from '@shop/web';
import { Action } from '../forms/action.tsx';
import { YesNoField } from '../forms/yes-no-field.tsx';
import { useFormat } from '../messages/messages.ts';
import type { TaxRounding } from './generated/taxes.ts';
import { RateFields, rateFields } from './rate-fields.tsx';
import { type PlacedRate, rateOf } from './tax-rates.ts';
import type { Taxes } from './use-taxes.ts';

type RulesProps = { readonly tax: NonNullable<Taxes['tax']>; readonly taxes: Taxes };

/** Adds a rate, and changes how all taxes are calculated. */
export function TaxActions({ tax, taxes }: RulesProps) {
  const { text } = useFormat();
  const { version, pricesIncludeTax, rounding, rates } = tax;
  return (
    <>
      <Action
        title={text('tax.add')}
        names={rateFields}
        version={version}
        send={(values, opened) => taxes.changeRate(rates.length, rateOf(values), opened)}
      >
        <RateFields />
      </Action>
      <Action
        title={text('tax.settings')}
        names={['pricesIncludeTax', 'rounding']}
        version={version}
        send={(values, opened) =>
          taxes.change(
            {
              pricesIncludeTax: values['pricesIncludeTax'] === 'yes',
              rounding: values['rounding'] as TaxRounding,
            },
            opened,
          )
        }
      >
        <YesNoField
          name="pricesIncludeTax"
          label={text('tax.pricesIncludeTax')}
          isYes={pricesIncludeTax}
        />
        <SelectField
          name="rounding"
          label={text('tax.rounding')}
          defaultValue={rounding}
          options={(['LINE', 'TOTAL'] as const).map((value) => ({
            value,
            label: text(`tax.rounding.${value}`),
          }))}
        />
      </Action>
    </>
  );
}

type RateProps = { readonly placed: PlacedRate; readonly version: number; readonly taxes: Taxes };

/** Edits or removes a rate. */
export function RateActions({ placed: { rate, index }, version, taxes }: RateProps) {
  const { text } = useFormat();
  return (
    <>
      <Action
        title={text('product.edit')}
        names={rateFields}
        version={version}
        send={(values, opened) => taxes.changeRate(index, rateOf(values, rate), opened)}
      >
        <RateFields rate={rate} />
      </Action>
      <Action
        title={text('tax.remove')}
        version={version}
        send={(_, opened) => taxes.changeRate(index, undefined, opened)}
      >
        <p>{text('tax.remove.effect')}</p>
      </Action>
    </>
  );
}
