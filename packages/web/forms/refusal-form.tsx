import { Form } from '@base-ui/react/form';
import { type ReactNode, useState } from 'react';
import { useFormat } from '../messages/format.tsx';
import { RefusalMessage } from './refusal-message.tsx';
import { formErrors, noErrors, type Refusal } from './refusals.ts';

export type FormValues = Readonly<Record<string, string>>;
type Props = {
  /** The fields: refusals of others are shown above the button. */
  readonly names: readonly string[];
  readonly button: string;
  /** Sends the values. Resolves to the refusals; `undefined` when the shop did not answer. */
  readonly send: (values: FormValues) => Promise<readonly Refusal[] | undefined>;
  readonly children: ReactNode;
};

/** A form whose refusals stand at their fields. */
export function RefusalForm({ names, button, send, children }: Props) {
  const { text } = useFormat();
  const [errors, setErrors] = useState(noErrors);
  const [isSending, setSending] = useState(false);
  async function submit(values: FormValues) {
    setSending(true);
    try {
      setErrors(formErrors((await send(values)) ?? [{ message: text('failure') }], names));
    } catch (error) {
      setErrors({ fields: {}, form: error instanceof Error ? error.message : text('failure') });
    } finally {
      setSending(false);
    }
  }
  return (
    <Form className="card" errors={errors.fields} onFormSubmit={(values) => void submit(values)}>
      {children}
      <RefusalMessage message={errors.form} />
      <button type="submit" className="primary" disabled={isSending}>
        {button}
      </button>
    </Form>
  );
}
