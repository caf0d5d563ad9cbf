import { withValue } from '@shop/web';
import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';

type Props = {
  readonly children: ReactNode;
  /** The sort of the column, or both. The first one is chosen first. */
  readonly sorts: readonly [first: string, second?: string];
  readonly ascending: string;
  /** The sort of the table while the URL names none. */
  readonly initial: string;
  readonly className?: string;
};

/** The head of a column by which a table is sorted, in one direction and then in the other. */
export function SortHeader({ children, sorts, ascending, initial, className }: Props) {
  const [params] = useSearchParams();
  const now = params.get('sort') ?? initial;
  const isSorted = sorts.includes(now);
  const direction = now === ascending ? 'ascending' : 'descending';
  const [first, second = first] = sorts;
  const next = now === first ? second : first;
  return (
    <th scope="col" className={className} aria-sort={isSorted ? direction : undefined}>
      <Link to={`?${withValue(params, 'sort', next)}`}>{children}</Link>
      {isSorted && <span aria-hidden="true">{direction === 'ascending' ? ' ▲' : ' ▼'}</span>}
    </th>
  );
}
