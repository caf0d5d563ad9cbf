import { type FormValues, type Refusal, RefusalForm } from '@shop/web';
import { type ReactNode, useState } from 'react';
import './action.css';

type Props = {
  readonly title: string;
  /** The fields: refusals of others are shown above the button. */
  readonly names?: readonly string[];
  /** The version of what the fields show. */
  readonly version?: number;
  /** Sends the values, with the version of when the form was opened. */
  readonly send: (
    values: FormValues,
    version: number | undefined,
  ) => Promise<readonly Refusal[] | undefined>;
  readonly children?: ReactNode;
};

/** A form that is opened to do something, and closes when it is done. */
export function Action({ title, names = [], version, send, children }: Props) {
  const [opened, setOpened] = useState<{ readonly version: number | undefined }>();
  const [times, setTimes] = useState(0);
  async function act(values: FormValues) {
    const refusals = await send(values, opened?.version);
    if (refusals?.length === 0) {
      setOpened(undefined);
      setTimes((before) => before + 1);
      // The button that has the focus is removed.
      document.getElementById('content')?.focus({ preventScroll: true });
    }
    return refusals;
  }
  return (
    <details
      key={times}
      className="action"
      onToggle={({ currentTarget }) => setOpened(currentTarget.open ? { version } : undefined)}
    >
      <summary>{title}</summary>
      {opened && (
        <RefusalForm names={names} button={title} send={act}>
          {children}
        </RefusalForm>
      )}
    </details>
  );
}

/** The values that a form has; what is empty is left out. */
export const filled = <Name extends string>(
  values: FormValues,
  names: readonly Name[],
): Partial<Record<Name, string>> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = values[name]?.trim();
      return value ? [[name, value]] : [];
    }),
  ) as Partial<Record<Name, string>>;
