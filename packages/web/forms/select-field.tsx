import { Field } from '@base-ui/react/field';
import { LabelledField } from './labelled-field.tsx';

type Props = {
  readonly name: string;
  readonly label: string;
  readonly defaultValue?: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
};

/** A choice of one value, with its label and the reason why it was refused. */
export function SelectField({ name, label, defaultValue, options }: Props) {
  const select = (
    <select>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
  return (
    <LabelledField name={name} label={label} required>
      <Field.Control render={select} defaultValue={defaultValue ?? options[0]?.value} />
    </LabelledField>
  );
}
