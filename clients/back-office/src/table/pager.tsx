import { atFirstPage, withValue } from '@shop/web';
import { Link, useSearchParams } from 'react-router';
import { useFormat } from '../messages/messages.ts';
import type { PageEndsFragment } from './generated/pager.ts';

type Props = {
  readonly ends: PageEndsFragment;
  /** Whether `ends` may be those of another list, which the URL does not name any more. */
  readonly loading?: boolean;
};

/** Leads to the pages beside the shown one. */
export function Pager({ ends, loading = false }: Props) {
  const { text } = useFormat();
  const [params] = useSearchParams();
  const { hasPreviousPage, hasNextPage, startCursor, endCursor } = ends;
  if (!hasPreviousPage && !hasNextPage) return null;
  const pageLink = (search: URLSearchParams, label: string) => (
    <Link
      to={`?${search}`}
      aria-disabled={loading}
      onClick={loading ? (event) => event.preventDefault() : undefined}
    >
      {label}
    </Link>
  );
  return (
    <nav className="pager" aria-label={text('pages')}>
      {hasPreviousPage && (
        <>
          {pageLink(atFirstPage(params), text('pages.first'))}
          {pageLink(withValue(params, 'before', startCursor ?? ''), text('pages.previous'))}
        </>
      )}
      {hasNextPage && pageLink(withValue(params, 'after', endCursor ?? ''), text('pages.next'))}
    </nav>
  );
}
