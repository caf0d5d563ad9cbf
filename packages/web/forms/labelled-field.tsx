import { Field } from '@base-ui/react/field';
import type { ReactElement } from 'react';
import { useFormat } from '../messages/format.tsx';

type Props = {
  readonly name: string;
  readonly label: string;
  readonly required?: boolean | undefined;
  /** Returns what is wrong with a value. */
  readonly validate?: (value: unknown) => string | null;
  /** A `Field.Control`. */
  readonly children: ReactElement;
};

/** A control with its label, and the reason why it was refused. */
export function LabelledField({ name, label, required, validate, children }: Props) {
  const { text } = useFormat();
  return (
    <Field.Root name={name} className="field" {...(validate && { validate })}>
      <Field.Label>
        {label}
        {!required && <span className="soft"> {text('optional')}</span>}
      </Field.Label>
      {children}
      <Field.Error className="refusal" />
    </Field.Root>
  );
}
