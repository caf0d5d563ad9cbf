import { TextField } from '@shop/web';
import { useFormat } from '../messages/messages.ts';
import { inputsOf } from './country-form.ts';
import type { AddressFormatFragment } from './generated/checkout.ts';

type Props = {
  readonly countries: readonly AddressFormatFragment[];
  readonly country: AddressFormatFragment;
  readonly choose: (code: string) => void;
};

/** An address with the fields of its country. */
export function AddressFields({ countries, country, choose }: Props) {
  const { text } = useFormat();
  return (
    <fieldset className="card">
      <legend>{text('checkout.address')}</legend>
      <div className="field">
        <label htmlFor="country">{text('checkout.country')}</label>
        <select
          id="country"
          autoComplete="country"
          value={country.code}
          onChange={({ target }) => choose(target.value)}
        >
          {countries.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </div>
      {inputsOf(country).map(({ name, kind, autoComplete, required, pattern, example }) => (
        <TextField
          key={name}
          name={name}
          label={text(`address.${kind}`)}
          required={required}
          autoComplete={autoComplete}
          {...(pattern && { format: { pattern, example } })}
        />
      ))}
    </fieldset>
  );
}
