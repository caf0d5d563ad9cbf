import { type FormValues, type Refusal, RefusalForm, usePageTitle } from '@shop/web';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { type MessageKey, useFormat } from '../messages/messages.ts';

type Props = {
  readonly title: MessageKey;
  readonly names?: readonly string[];
  readonly button: MessageKey;
  readonly done: MessageKey;
  readonly send: (values: FormValues) => Promise<readonly Refusal[] | undefined>;
  readonly children?: ReactNode;
};

/** A page with one form, and what is shown when the shop has accepted it. */
export function StepPage({ title, names = [], button, done, send, children }: Props) {
  const { text } = useFormat();
  const [isDone, setDone] = useState(false);
  usePageTitle(text(title));
  async function submit(values: FormValues) {
    const refusals = await send(values);
    setDone(refusals?.length === 0);
    return refusals;
  }
  return (
    <div className="narrow">
      <h1>{text(title)}</h1>
      {isDone ? (
        <p role="status">{text(done)}</p>
      ) : (
        <RefusalForm names={names} button={text(button)} send={submit}>
          {children}
        </RefusalForm>
      )}
      <p>
        <Link to="/sign-in">{text('signIn')}</Link>
      </p>
    </div>
  );
}
