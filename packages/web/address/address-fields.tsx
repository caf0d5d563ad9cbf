import { TextField } from '../forms/text-field.tsx';
import { useFormat } from '../messages/format.tsx';
import { type AddressValues, inputsOf } from './country-form.ts';
import type { AddressFormatFragment } from './generated/address-format.ts';

type Props = {
  readonly countries: readonly AddressFormatFragment[];
  readonly country: AddressFormatFragment;
  readonly choose: (code: string) => void;
  /** What the fields have at first. */
  readonly values?: AddressValues;
};

/** The fields of an address, as its country has them. */
export function AddressInputs({ countries, country, choose, values = {} }: Props) {
  const { text } = useFormat();
  return (
    <>
      <div className="field">
        <label htmlFor="country">{text('country')}</label>
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
          defaultValue={values[name] ?? ''}
          {...(pattern && { format: { pattern, example } })}
        />
      ))}
    </>
  );
}
