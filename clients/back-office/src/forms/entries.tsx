import type { ReactNode } from 'react';

type Props = {
  /** The number of entries. */
  readonly count: number;
  readonly least: number;
  readonly change: (count: number) => void;
  readonly add: string;
  readonly remove: string;
  readonly entry: (n: number) => ReactNode;
};

/** Entries of a list, of which the last can be removed: the names of the others stay. */
export function Entries({ count, least, change, add, remove, entry }: Props) {
  return (
    <>
      {Array.from({ length: count }, (_, n) => entry(n))}
      <p className="row">
        <button type="button" onClick={() => change(count + 1)}>
          {add}
        </button>
        {count > least && (
          <button type="button" onClick={() => change(count - 1)}>
            {remove}
          </button>
        )}
      </p>
    </>
  );
}
