import { Link, useSearchParams } from 'react-router';
import { useViewer } from '../account/use-viewer.ts';
import { useFormat } from '../messages/messages.ts';
import { Listing } from '../table/listing.tsx';
import { SearchBox } from '../table/search-box.tsx';
import { usePage } from '../table/use-page.ts';
import { CreateGiftCards } from './create-gift-cards.tsx';
import { type GiftCardFragment, GiftCardsDocument } from './generated/gift-cards.ts';
import { giftCardsOf } from './gift-cards-state.ts';

function Row({ giftCard }: { readonly giftCard: GiftCardFragment }) {
  const { text, name, money, date } = useFormat();
  const { id, lastFour, status, balance, initialAmount, expiresAt, createdAt } = giftCard;
  return (
    <tr>
      <th scope="row">
        <Link to={`/gift-cards/${id}`}>…{lastFour}</Link>
      </th>
      <td>{name('giftCard', status)}</td>
      <td className="amount">
        {money(balance)}
        <br />
        <span className="soft">{text('giftCard.of', { amount: money(initialAmount) })}</span>
      </td>
      <td className="wide">{expiresAt && date(expiresAt)}</td>
      <td className="wide">{date(createdAt)}</td>
    </tr>
  );
}

/** The gift cards of the shop, newest first. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function GiftCardList() {
  const { text, count } = useFormat();
  const { can } = useViewer();
  const [params] = useSearchParams();
  const { data, ...page } = usePage(GiftCardsDocument, giftCardsOf(params));
  const giftCards = data?.giftCards;
  return (
    <Listing
      title={text('giftCards')}
      page={page}
      found={
        giftCards && {
          count: count('giftCards', giftCards.totalCount ?? 0),
          ends: giftCards.pageInfo,
        }
      }
      tools={
        <>
          <SearchBox label={text('giftCards.search')} pattern="[0-9A-Za-z]{4}" />
          {can('orders:write') && <CreateGiftCards readAgain={page.refetch} />}
        </>
      }
    >
      <table>
        <thead>
          <tr>
            <th scope="col">{text('voucher.code')}</th>
            <th scope="col">{text('promotion.state')}</th>
            <th scope="col" className="amount">
              {text('giftCard.balance')}
            </th>
            <th scope="col" className="wide">
              {text('giftCard.expires')}
            </th>
            <th scope="col" className="wide">
              {text('users.created')}
            </th>
          </tr>
        </thead>
        <tbody>
          {giftCards?.nodes.map((giftCard) => (
            <Row key={giftCard.id} giftCard={giftCard} />
          ))}
        </tbody>
      </table>
    </Listing>
  );
}
