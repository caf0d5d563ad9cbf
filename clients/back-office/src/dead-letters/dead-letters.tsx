import { Link, useSearchParams } from 'react-router';
import { useFormat } from '../messages/messages.ts';
import { Listing } from '../table/listing.tsx';
import { SearchBox } from '../table/search-box.tsx';
import { pageOf } from '../table/table-state.ts';
import { usePage } from '../table/use-page.ts';
import { DeadLetterActions } from './dead-letter-actions.tsx';
import { type DeadLetterFragment, DeadLettersDocument } from './generated/dead-letters.ts';

type RowProps = {
  readonly deadLetter: DeadLetterFragment;
  readonly readAgain: () => Promise<unknown>;
};

function Row({ deadLetter, readAgain }: RowProps) {
  const { text, date } = useFormat();
  const { id, queue, type, subject, attempts, error, failedAt, body } = deadLetter;
  return (
    <tr>
      <th scope="row">
        {type}
        <br />
        <Link to={`?q=${queue}`}>{queue}</Link>
      </th>
      <td>
        <span className="soft">
          {date(failedAt)}, {text('deadLetters.attempts', { attempts })}
        </span>
        <br />
        {error}
        <details>
          <summary>{text('deadLetters.message', { subject })}</summary>
          <code>{body}</code>
        </details>
      </td>
      <td>{id && <DeadLetterActions selection={{ queue, ids: [id] }} readAgain={readAgain} />}</td>
    </tr>
  );
}

/** The messages that no consumer could handle. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function DeadLetters() {
  const { text, count } = useFormat();
  const [params] = useSearchParams();
  const queue = params.get('q');
  const { data, ...page } = usePage(DeadLettersDocument, {
    ...(queue && { queue }),
    ...pageOf(params),
  });
  const found = data?.deadLetters;
  return (
    <Listing
      title={text('deadLetters')}
      page={page}
      found={found && { count: count('deadLetters', found.totalCount), ends: found.pageInfo }}
      tools={<SearchBox label={text('deadLetters.queue')} />}
    >
      {queue && found && found.totalCount > 0 && (
        <DeadLetterActions selection={{ queue, all: true }} readAgain={page.refetch} />
      )}
      <table className="dead-letters">
        <thead>
          <tr>
            <th scope="col">{text('deadLetters.event')}</th>
            <th scope="col">{text('deadLetters.error')}</th>
            <th scope="col">{text('actions')}</th>
          </tr>
        </thead>
        <tbody>
          {found?.nodes.map((one) => (
            <Row
              key={`${one.queue} ${one.id ?? one.failedAt}`}
              deadLetter={one}
              readAgain={page.refetch}
            />
          ))}
        </tbody>
      </table>
    </Listing>
  );
}
