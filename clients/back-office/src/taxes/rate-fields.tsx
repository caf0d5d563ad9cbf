import { TextField } from '@shop/web';
import { localTimeOf } from '../forms/values.ts';
import { useFormat } from '../messages/messages.ts';
import type { TaxRateFragment } from './generated/taxes.ts';

/** The fields of a tax rate, by the name that refusals have. */
export const rateFields = [
  ...['name', 'country', 'region', 'taxClass', 'percent', 'validFrom', 'validTo'],
];

/** The fields of a tax rate; of a new one without `rate`. */
export function RateFields({ rate }: { readonly rate?: TaxRateFragment }) {
  const { text } = useFormat();
  return (
    <>
      <TextField
        name="name"
        label={text('tax.name')}
        required
        maxLength={40}
        defaultValue={rate?.name ?? ''}
      />
      <TextField
        name="country"
        label={text('tax.country')}
        required
        maxLength={2}
        defaultValue={rate?.country ?? ''}
      />
      <TextField
        name="region"
        label={text('tax.region')}
        maxLength={100}
        defaultValue={rate?.region ?? ''}
      />
      <TextField
        name="taxClass"
        label={text('variant.taxClass')}
        required
        maxLength={40}
        defaultValue={rate?.taxClass ?? 'standard'}
      />
      <TextField
        name="percent"
        label={text('tax.percent')}
        required
        format={{ pattern: '^\\d+([.,]\\d+)?$', example: '19' }}
        defaultValue={rate?.percent ?? ''}
      />
      <TextField
        name="validFrom"
        label={text('tax.validFrom')}
        type="datetime-local"
        defaultValue={localTimeOf(rate?.validFrom)}
      />
      <TextField
        name="validTo"
        label={text('tax.validTo')}
        type="datetime-local"
        defaultValue={localTimeOf(rate?.validTo)}
      />
    </>
  );
}
