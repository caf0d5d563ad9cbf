import { useQuery } from '@apollo/client/react';
import { Link, useSearchParams } from 'react-router';
import { useFormat } from '../messages/messages.ts';
import { Listing } from '../table/listing.tsx';
import { SearchBox } from '../table/search-box.tsx';
import { SelectFilter } from '../table/select-filter.tsx';
import { usePage } from '../table/use-page.ts';
import {
  type VoucherFragment,
  VoucherPromotionsDocument,
  VouchersDocument,
} from './generated/vouchers.ts';
import { VoucherActions } from './voucher-actions.tsx';
import { vouchersOf } from './vouchers-state.ts';

type RowProps = {
  readonly voucher: VoucherFragment;
  readonly readAgain: () => Promise<unknown>;
};

function Row({ voucher, readAgain }: RowProps) {
  const { text, date } = useFormat();
  const { code, promotionCode, uses, maxUses, isDisabled, createdAt } = voucher;
  const state = isDisabled ? 'disabled' : uses === maxUses ? 'usedUp' : 'usable';
  return (
    <tr>
      <th scope="row" className="words">
        {code}
        <br />
        <Link to={`/promotions/${promotionCode}`}>{promotionCode}</Link>
      </th>
      <td>{text(`voucher.${state}`)}</td>
      <td className="amount">{maxUses === null ? uses : `${uses} / ${maxUses}`}</td>
      <td className="wide">{date(createdAt)}</td>
      <td>
        <VoucherActions voucher={voucher} readAgain={readAgain} />
      </td>
    </tr>
  );
}

/** The voucher codes of the shop, newest first. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function VoucherList() {
  const { text, count } = useFormat();
  const [params] = useSearchParams();
  const { data, ...page } = usePage(VouchersDocument, vouchersOf(params));
  const rules = useQuery(VoucherPromotionsDocument, { fetchPolicy: 'no-cache' });
  const promotions = rules.data?.pricingRules?.promotions.promotions ?? [];
  const vouchers = data?.vouchers;
  return (
    <Listing
      title={text('vouchers')}
      page={page}
      found={
        vouchers && { count: count('vouchers', vouchers.totalCount ?? 0), ends: vouchers.pageInfo }
      }
      tools={
        <>
          <SearchBox label={text('vouchers.search')} />
          <SelectFilter
            label={text('voucher.promotion')}
            name="promotion"
            options={promotions
              .filter(({ requiresVoucher }) => requiresVoucher)
              .map(({ code, name }) => ({ value: code, label: name }))}
          />
        </>
      }
    >
      <table>
        <thead>
          <tr>
            <th scope="col">{text('voucher.code')}</th>
            <th scope="col">{text('promotion.state')}</th>
            <th scope="col" className="amount">
              {text('promotion.uses')}
            </th>
            <th scope="col" className="wide">
              {text('users.created')}
            </th>
            <th scope="col">{text('actions')}</th>
          </tr>
        </thead>
        <tbody>
          {vouchers?.nodes.map((voucher) => (
            <Row key={voucher.id} voucher={voucher} readAgain={page.refetch} />
          ))}
        </tbody>
      </table>
    </Listing>
  );
}
