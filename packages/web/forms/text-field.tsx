import { Field } from '@base-ui/react/field';
import type { InputHTMLAttributes } from 'react';
import { useFormat } from '../messages/format.tsx';
import { LabelledField } from './labelled-field.tsx';

type Props = Pick<
  InputHTMLAttributes<HTMLInputElement>,
  'autoComplete' | 'defaultValue' | 'type' | 'required' | 'min' | 'max' | 'maxLength'
> & {
  readonly name: string;
  readonly label: string;
  /** Regular expression that the whole value should match, and a value that does. */
  readonly format?: { readonly pattern: string; readonly example: string | null };
  /** Lines of a text that may have several. */
  readonly rows?: number;
};

/** An input with its label, and the reason why it was refused. */
export function TextField({ name, label, format, rows, ...input }: Props) {
  const { text } = useFormat();
  const validate = (value: unknown) =>
    format && value && !new RegExp(format.pattern, 'u').test(String(value).trim())
      ? text('field.example', { example: format.example ?? '' })
      : null;
  return (
    <LabelledField name={name} label={label} required={input.required} validate={validate}>
      <Field.Control {...input} {...(rows && { render: <textarea rows={rows} /> })} />
    </LabelledField>
  );
}
