import { type FormValues, type Refusal, RefusalForm } from '@shop/web';
import { type ReactNode, useState } from 'react';

type Props = {
  readonly names?: readonly string[];
  readonly button: string;
  readonly done: string;
  readonly send: (values: FormValues) => Promise<readonly Refusal[] | undefined>;
  readonly children?: ReactNode;
};

/** A form, and what is shown instead when the shop has accepted it. */
export function StepForm({ names = [], button, done, send, children }: Props) {
  const [isDone, setDone] = useState(false);
  async function submit(values: FormValues) {
    const refusals = await send(values);
    setDone(refusals?.length === 0);
    return refusals;
  }
  return isDone ? (
    <p role="status">{done}</p>
  ) : (
    <RefusalForm names={names} button={button} send={submit}>
      {children}
    </RefusalForm>
  );
}
