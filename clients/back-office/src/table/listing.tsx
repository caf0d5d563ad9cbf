import { Failure, Loading, usePageTitle } from '@shop/web';
import type { ReactNode } from 'react';
import type { PageEndsFragment } from './generated/pager.ts';
import { Pager } from './pager.tsx';
import './table.css';
import type { usePage } from './use-page.ts';

type Props = {
  readonly title: string;
  /** What searches and filters the list. */
  readonly tools: ReactNode;
  readonly page: Omit<ReturnType<typeof usePage>, 'data'>;
  /** What the page has, once it is read: the number of all rows in words, and where it ends. */
  readonly found: { readonly count: string; readonly ends?: PageEndsFragment } | null | undefined;
  /** The table. */
  readonly children: ReactNode;
};

/** A list of the back office. */
export function Listing({ title, tools, page, found, children }: Props) {
  const { loading, error, refetch } = page;
  usePageTitle(title);
  return (
    <>
      <h1>{title}</h1>
      <div className="tools">{tools}</div>
      {error && <Failure error={error} retry={refetch} />}
      {!found && loading && <Loading />}
      {found && (
        <>
          <p role="status">{found.count}</p>
          <div className="table" aria-busy={loading}>
            {children}
          </div>
          {found.ends && <Pager ends={found.ends} loading={loading} />}
        </>
      )}
    </>
  );
}
