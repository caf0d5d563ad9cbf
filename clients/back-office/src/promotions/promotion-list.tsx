import { Link, useSearchParams } from 'react-router';
import { useFormat } from '../messages/messages.ts';
import { Listing } from '../table/listing.tsx';
import { pageOfRows } from '../table/page-of-rows.ts';
import { SearchBox } from '../table/search-box.tsx';
import { SelectFilter } from '../table/select-filter.tsx';
import type { PromotionFragment } from './generated/promotions.ts';
import { promotionsOf, stateOf, states } from './promotion-state.ts';
import { useRewardWords } from './promotion-words.ts';
import { usePromotions } from './use-promotions.ts';

function Row({ promotion }: { readonly promotion: PromotionFragment }) {
  const { text, name, date } = useFormat();
  const rewardWords = useRewardWords();
  const { code, startsAt, endsAt, uses, maxUses } = promotion;
  return (
    <tr>
      <th scope="row" className="words">
        <Link to={`/promotions/${code}`}>{promotion.name}</Link>
        <br />
        <span className="soft">{code}</span>
      </th>
      <td>{name('promotion', stateOf(promotion))}</td>
      <td className="wide words">
        {rewardWords(promotion)}
        {promotion.requiresVoucher && <span className="soft"> {text('promotion.byVoucher')}</span>}
      </td>
      <td className="wide">
        {startsAt && date(startsAt)}
        {(startsAt || endsAt) && ' – '}
        {endsAt && date(endsAt)}
      </td>
      <td className="amount">{maxUses === null ? uses : `${uses} / ${maxUses}`}</td>
    </tr>
  );
}

/** The promotions of the shop, in the sequence in which they were created. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function PromotionList() {
  const { text, name, count } = useFormat();
  const [params] = useSearchParams();
  const { rules, ...page } = usePromotions();
  const promotions = promotionsOf(rules?.promotions ?? [], params);
  const { nodes, ends } = pageOfRows(promotions, params);
  return (
    <Listing
      title={text('promotions')}
      page={page}
      found={rules && { count: count('promotions', promotions.length), ends }}
      tools={
        <>
          <SearchBox label={text('promotions.search')} />
          <Link to="/promotions/new">{text('promotion.create')}</Link>
          <SelectFilter
            label={text('promotion.state')}
            name="state"
            options={states.map((value) => ({ value, label: name('promotion', value) }))}
          />
        </>
      }
    >
      <table>
        <thead>
          <tr>
            <th scope="col">{text('promotion.name')}</th>
            <th scope="col">{text('promotion.state')}</th>
            <th scope="col" className="wide">
              {text('promotion.reward')}
            </th>
            <th scope="col" className="wide">
              {text('promotion.time')}
            </th>
            <th scope="col" className="amount">
              {text('promotion.uses')}
            </th>
          </tr>
        </thead>
        <tbody>
          {nodes.map((promotion) => (
            <Row key={promotion.code} promotion={promotion} />
          ))}
        </tbody>
      </table>
    </Listing>
  );
}
