import { useMutation, useQuery } from '@apollo/client/react';
import { Failure, Loading, RefusalMessage } from '@shop/web';
import { useState } from 'react';
import { useFormat } from '../messages/messages.ts';
import { EndSessionDocument, MySessionsDocument } from './generated/sessions.ts';

// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function Sessions() {
  const { text, date } = useFormat();
  const { data, error, refetch } = useQuery(MySessionsDocument, {
    fetchPolicy: 'cache-and-network',
  });
  const [send, { loading }] = useMutation(EndSessionDocument);
  const [refusal, setRefusal] = useState<string>();
  if (error && !data) return <Failure error={error} retry={refetch} />;
  const sessions = data?.me?.sessions;
  if (!sessions) return <Loading />;
  const others = sessions.filter(({ current }) => !current);

  async function end(ended: typeof others) {
    setRefusal(undefined);
    try {
      for (const { id: sessionId } of ended) {
        const result = await send({ variables: { input: { sessionId } } });
        const refused = result.data?.revokeSession.userErrors[0];
        // One that has ended meanwhile is what was wanted.
        if (refused && refused.code !== 'NOT_FOUND') setRefusal(refused.message);
      }
      await refetch();
    } catch (failure) {
      setRefusal(failure instanceof Error ? failure.message : text('failure'));
    }
  }

  return (
    <>
      <h1>{text('sessions')}</h1>
      <ul className="entries">
        {sessions.map((one) => (
          <li key={one.id} className="card">
            <p>
              <b>{one.userAgent ?? text('sessions.unknown')}</b>
            </p>
            <p className="soft">
              {text('sessions.since', { time: date(one.createdAt) })}
              <br />
              {text('sessions.used', { time: date(one.lastUsedAt) })}
              {one.clientAddress && ` (${one.clientAddress})`}
            </p>
            {one.current ? (
              <b>{text('sessions.current')}</b>
            ) : (
              <button type="button" disabled={loading} onClick={() => void end([one])}>
                {text('sessions.end')}
              </button>
            )}
          </li>
        ))}
      </ul>
      <RefusalMessage message={refusal} />
      {others.length > 0 && (
        <button type="button" disabled={loading} onClick={() => void end(others)}>
          {text('sessions.endOthers')}
        </button>
      )}
    </>
  );
}
