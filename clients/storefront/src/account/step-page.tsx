import { type FormValues, type Refusal, usePageTitle } from '@shop/web';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { type MessageKey, useFormat } from '../messages/messages.ts';
import { StepForm } from './step-form.tsx';

type Props = {
  readonly title: MessageKey;
  readonly names?: readonly string[];
  readonly button: MessageKey;
  readonly done: MessageKey;
  readonly send: (values: FormValues) => Promise<readonly Refusal[] | undefined>;
  readonly children?: ReactNode;
};

/** A page with one form, and what is shown when the shop has accepted it. */
export function StepPage({ title, button, done, ...form }: Props) {
  const { text } = useFormat();
  usePageTitle(text(title));
  return (
    <div className="narrow">
      <h1>{text(title)}</h1>
      <StepForm button={text(button)} done={text(done)} {...form} />
      <p>
        <Link to="/sign-in">{text('signIn')}</Link>
      </p>
    </div>
  );
}
