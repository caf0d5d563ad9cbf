import { Failure, Loading, NotFound, usePageTitle } from '@shop/web';
import { Link, useParams } from 'react-router';
import '../layout/columns.css';
import { useFormat } from '../messages/messages.ts';
import { CreateVouchers } from '../vouchers/create-vouchers.tsx';
import type { PromotionFragment } from './generated/promotions.ts';
import { PromotionActions } from './promotion-actions.tsx';
import { stateOf } from './promotion-state.ts';
import { useRewardWords } from './promotion-words.ts';
import { usePromotions } from './use-promotions.ts';

function Facts({ promotion }: { readonly promotion: PromotionFragment }) {
  const { text, name, date, money } = useFormat();
  const rewardWords = useRewardWords();
  const { startsAt, endsAt, uses, maxUses, minSubtotal, maxUsesPerCustomer } = promotion;
  const facts = [
    rewardWords(promotion),
    minSubtotal && text('promotion.from', { amount: money(minSubtotal) }),
    promotion.customerGroups.length > 0 &&
      text('promotion.forGroups', { groups: promotion.customerGroups.join(', ') }),
    promotion.isFirstOrderOnly && text('promotion.isFirstOrderOnly'),
    startsAt && text('promotion.startsAt.time', { time: date(startsAt) }),
    endsAt && text('promotion.endsAt.time', { time: date(endsAt) }),
    maxUsesPerCustomer && text('promotion.perCustomer', { count: maxUsesPerCustomer }),
    promotion.isExclusive && text('promotion.isExclusive'),
  ];
  return (
    <section className="card" aria-label={text('promotion.state')}>
      <p role="status">
        <b>{name('promotion', stateOf(promotion))}</b>
      </p>
      <ul>{facts.map((fact) => fact && <li key={fact}>{fact}</li>)}</ul>
      <p>
        {text('promotion.uses')}: {maxUses === null ? uses : `${uses} / ${maxUses}`}
      </p>
    </section>
  );
}

/** A promotion of the shop, with its vouchers. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function PromotionPage() {
  const { text } = useFormat();
  const { code = '' } = useParams();
  const { rules, error, refetch, change } = usePromotions();
  const promotion = rules?.promotions.find((one) => one.code === code);
  usePageTitle(promotion?.name);
  if (error && !rules) return <Failure error={error} retry={refetch} />;
  if (!rules) return <Loading />;
  if (!promotion) return <NotFound />;
  return (
    <>
      <p>
        <Link to="/promotions">{text('promotions')}</Link>
      </p>
      <h1>{promotion.name}</h1>
      <div className="columns">
        <div>
          <Facts promotion={promotion} />
          {promotion.requiresVoucher && (
            <section className="card">
              <h2>{text('vouchers')}</h2>
              <p>
                <Link to={`/vouchers?promotion=${code}`}>{text('promotion.vouchers')}</Link>
              </p>
              <CreateVouchers promotionCode={code} />
            </section>
          )}
        </div>
        <PromotionActions promotion={promotion} version={rules.version} change={change} />
      </div>
    </>
  );
}
