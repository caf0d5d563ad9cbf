import { useQuery } from '@apollo/client/react';
import { Failure, Loading, NotFound, usePageTitle } from '@shop/web';
import { Link, useParams } from 'react-router';
import { useViewer } from '../account/use-viewer.ts';
import { useFormat } from '../messages/messages.ts';
import '../layout/columns.css';
import '../orders/order.css';
import { GiftCardDocument, type GiftCardQuery } from './generated/gift-cards.ts';
import { GiftCardActions } from './gift-card-actions.tsx';

type GiftCard = NonNullable<GiftCardQuery['giftCard']>;

function State({ giftCard }: { readonly giftCard: GiftCard }) {
  const { text, name, money, date } = useFormat();
  const { status, balance, initialAmount, expiresAt, createdAt } = giftCard;
  return (
    <section className="card" aria-label={text('giftCard.balance')}>
      <p role="status">
        <b>{money(balance)}</b> {text('giftCard.of', { amount: money(initialAmount) })}
      </p>
      <p>{name('giftCard', status)}</p>
      {expiresAt && <p>{text('giftCard.expiresAt', { time: date(expiresAt) })}</p>}
      <p className="soft">{date(createdAt)}</p>
    </section>
  );
}

function Movements({ movements }: Pick<GiftCard, 'movements'>) {
  const { text, name, money, date } = useFormat();
  return (
    <section className="card">
      <h2>{text('giftCard.movements')}</h2>
      {movements.length === 0 && <p>{text('giftCard.movements.none')}</p>}
      <ul className="steps">
        {movements.map(({ id, kind, amount, order, author, reason, createdAt }) => (
          <li key={id}>
            <span>
              <b>{name('giftCardMovement', kind)}</b> {money(amount)}{' '}
              <span className="soft">{date(createdAt)}</span>
            </span>
            {order && <Link to={`/orders/${order.number}`}>{order.number}</Link>}
            {reason && (
              <span className="soft">
                {reason} {author?.displayName}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A gift card with its movements. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function GiftCardPage() {
  const { text } = useFormat();
  const { id = '' } = useParams();
  const { can } = useViewer();
  const { data, error, loading, refetch } = useQuery(GiftCardDocument, {
    variables: { id },
    fetchPolicy: 'no-cache',
  });
  const giftCard = data?.giftCard;
  usePageTitle(giftCard ? `…${giftCard.lastFour}` : undefined);
  if (error && !giftCard) return <Failure error={error} retry={refetch} />;
  if (!giftCard) return loading ? <Loading /> : <NotFound />;
  return (
    <>
      <p>
        <Link to="/gift-cards">{text('giftCards')}</Link>
      </p>
      <h1>{text('giftCard.title', { lastFour: giftCard.lastFour })}</h1>
      <div className="columns">
        <div>
          <State giftCard={giftCard} />
          {can('orders:write') && <GiftCardActions giftCard={giftCard} readAgain={refetch} />}
        </div>
        <div>
          <Movements movements={giftCard.movements} />
        </div>
      </div>
    </>
  );
}
