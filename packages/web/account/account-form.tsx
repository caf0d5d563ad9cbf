import type { InputHTMLAttributes } from 'react';
import { type FormValues, RefusalForm } from '../forms/refusal-form.tsx';
import type { Refusal } from '../forms/refusals.ts';
import { TextField } from '../forms/text-field.tsx';
import { usePageTitle } from '../layout/page-title.ts';
import type { session } from '../shop/session.ts';
import { announceViewer } from './viewer-change.ts';

/** The tokens of a session that has begun. */
export type SignedIn = Parameters<typeof session.signIn>[0];
type Payload = {
  readonly session: SignedIn | null;
  readonly userErrors: readonly Refusal[];
};
type Props = {
  readonly title: string;
  /** The fields, with what a browser or password manager fills into them. */
  readonly fields: readonly (Pick<
    InputHTMLAttributes<HTMLInputElement>,
    'type' | 'autoComplete'
  > & {
    readonly name: string;
    readonly label: string;
  })[];
  readonly send: (values: FormValues) => Promise<Payload | undefined>;
  readonly onSignedIn: (session: SignedIn) => Promise<unknown>;
};

/** A form that begins a session. */
export function AccountForm({ title, fields, send, onSignedIn }: Props) {
  usePageTitle(title);
  async function begin(values: FormValues) {
    const payload = await send(values);
    if (payload?.session) {
      await onSignedIn(payload.session);
      announceViewer();
    }
    return payload?.userErrors;
  }
  return (
    <>
      <h1>{title}</h1>
      <RefusalForm names={fields.map(({ name }) => name)} button={title} send={begin}>
        {fields.map((field) => (
          <TextField key={field.name} required {...field} />
        ))}
      </RefusalForm>
    </>
  );
}
