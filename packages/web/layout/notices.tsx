import { Link } from 'react-router';
import { useFormat } from '../messages/format.tsx';
import { usePageTitle } from './page-title.ts';

export function Loading() {
  const { text } = useFormat();
  return (
    <p className="notice" role="status">
      {text('loading')}
    </p>
  );
}

export function NotFound() {
  const { text } = useFormat();
  usePageTitle(text('notFound.title'));
  return (
    <div className="notice">
      <h1>{text('notFound.title')}</h1>
      <p>
        <Link to="/">{text('notFound.home')}</Link>
      </p>
    </div>
  );
}

/** Says that the shop has not answered, with a button that asks again. */
export function Failure({
  error,
  retry,
}: {
  readonly error: Error;
  readonly retry: () => unknown;
}) {
  const { text } = useFormat();
  return (
    <div className="notice" role="alert">
      <p>{navigator.onLine ? text('failure') : text('offline')}</p>
      <p className="soft">{error.message}</p>
      <button type="button" onClick={() => void retry()}>
        {text('retry')}
      </button>
    </div>
  );
}
