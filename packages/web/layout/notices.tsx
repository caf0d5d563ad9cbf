import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { useFormat } from '../messages/format.tsx';
import { useOnline } from './online.ts';
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

/** What has failed, by the code of the error. */
function titleOf(error: Error): 'failure' | 'failure.limited' | 'failure.refused' {
  if (!CombinedGraphQLErrors.is(error)) return 'failure';
  const code = error.errors[0]?.extensions?.['code'];
  if (code === 'SERVICE_UNAVAILABLE') return 'failure';
  return code === 'RATE_LIMITED' ? 'failure.limited' : 'failure.refused';
}

/** Says what has failed, with a button that asks again; that happens by itself when there is a network again. */
export function Failure({
  error,
  retry,
}: {
  readonly error: Error;
  readonly retry: () => unknown;
}) {
  const { text } = useFormat();
  const isOnline = useOnline();
  const latest = useRef(retry);
  useEffect(() => {
    latest.current = retry;
  });
  useEffect(() => {
    const ask = () => void latest.current();
    addEventListener('online', ask);
    return () => removeEventListener('online', ask);
  }, []);
  const title = text(isOnline ? titleOf(error) : 'offline');
  return (
    <div className="notice" role="alert">
      <p>{title}</p>
      {error.message !== title && isOnline && <p className="soft">{error.message}</p>}
      <button type="button" onClick={() => void retry()}>
        {text('retry')}
      </button>
    </div>
  );
}
