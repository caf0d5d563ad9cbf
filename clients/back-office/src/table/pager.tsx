import { atFirstPage } from '@shop/web';
import { Link, useSearchParams } from 'react-router';
import { useFormat } from '../messages/messages.ts';
import type { PageEndsFragment } from './generated/pager.ts';
import { withValue } from './table-state.ts';

/** Leads to the pages beside the shown one. */
export function Pager({ ends }: { readonly ends: PageEndsFragment }) {
  const { text } = useFormat();
  const [params] = useSearchParams();
  const { hasPreviousPage, hasNextPage, startCursor, endCursor } = ends;
  if (!hasPreviousPage && !hasNextPage) return null;
  return (
    <nav className="pager" aria-label={text('pages')}>
      {hasPreviousPage && (
        <>
          <Link to={`?${atFirstPage(params)}`}>{text('pages.first')}</Link>
          <Link to={`?${withValue(params, 'before', startCursor ?? '')}`}>
            {text('pages.previous')}
          </Link>
        </>
      )}
      {hasNextPage && (
        <Link to={`?${withValue(params, 'after', endCursor ?? '')}`}>{text('pages.next')}</Link>
      )}
    </nav>
  );
}
