import { Field } from '@base-ui/react/field';
import type { InputHTMLAttributes } from 'react';
import { useFormat } from '../messages/format.tsx';
import './forms.css';

type Props = Pick<
  InputHTMLAttributes<HTMLInputElement>,
  'autoComplete' | 'defaultValue' | 'type' | 'required'
> & {
  readonly name: string;
  readonly label: string;
  /** Regular expression that the whole value should match, and a value that does. */
  readonly format?: { readonly pattern: string; readonly example: string | null };
};

/** An input with its label, and the reason why it was refused. */
export function TextField({ name, label, format, ...input }: Props) {
  const { text } = useFormat();
  const validate = (value: unknown) =>
    format && value && !new RegExp(format.pattern, 'u').test(String(value).trim())
      ? text('field.example', { example: format.example ?? '' })
      : null;
  return (
    <Field.Root name={name} className="field" validate={validate}>
      <Field.Label>
        {label}
        {!input.required && <span className="soft"> {text('optional')}</span>}
      </Field.Label>
      <Field.Control {...input} />
      <Field.Error className="refusal" />
    </Field.Root>
  );
}
