import { pageOf } from '../table/table-state.ts';
import type { VouchersQueryVariables } from './generated/vouchers.ts';

/** Returns the vouchers that a URL stands for: `?q=WELC&promotion=welcome&after=…`. */
export function vouchersOf(params: URLSearchParams): VouchersQueryVariables {
  const [search, promotionCode] = [params.get('q')?.trim(), params.get('promotion')];
  const filter = { ...(search && { search }), ...(promotionCode && { promotionCode }) };
  return { filter, ...pageOf(params) };
}
