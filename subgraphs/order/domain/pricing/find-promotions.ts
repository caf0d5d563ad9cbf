import type { VoucherStore } from '../vouchers/ports.ts';
import type { Voucher } from '../vouchers/voucher.ts';
import type { Buyer, PricingStore, PromotionUseStore, PromotionUses } from './ports.ts';
import {
  type AvailablePromotion,
  availablePromotions,
  isRunning,
  type Promotion,
} from './promotion.ts';
import type { OwnUses } from './redemption.ts';

export type PromotionPorts = {
  readonly pricing: Pick<PricingStore, 'groups'>;
  readonly vouchers: Pick<VoucherStore, 'byCodes'>;
  readonly promotionUses: PromotionUseStore;
};

/** A code that a customer has entered. Without a promotion, it is not valid. */
export type CheckedVoucher = { readonly code: string; readonly promotion: Promotion | null };

export type FoundPromotions = {
  readonly available: readonly AvailablePromotion[];
  readonly vouchers: readonly CheckedVoucher[];
};

/**
 * Returns the promotions that a customer may have now, and whether the entered codes are valid. An unknown code, one of a
 * promotion that is not running, and one that is disabled or used up are the same.
 */
export async function findPromotions(
  ports: PromotionPorts,
  promotions: readonly Promotion[],
  {
    voucherCodes,
    own,
    ...buyer
  }: Buyer & { readonly voucherCodes: readonly string[]; readonly own?: OwnUses | undefined },
  now: Date,
): Promise<FoundPromotions> {
  const entered = voucherCodes.length > 0 ? await ports.vouchers.byCodes(voucherCodes) : [];
  const candidates = promotions.filter(
    (promotion) =>
      isRunning(promotion, now) &&
      (!promotion.requiresVoucher || entered.some((one) => one?.promotionCode === promotion.code)),
  );
  const limited = candidates.filter((one) => one.maxUses ?? one.maxUsesPerCustomer);
  const uses =
    limited.length > 0
      ? await ports.promotionUses.ofPromotions(
          limited.map(({ code }) => code),
          buyer,
        )
      : new Map<string, never>();
  const usesOf = (code: string, by: keyof PromotionUses) =>
    (uses.get(code)?.[by] ?? 0) - (own?.promotionCodes.has(code) ? 1 : 0);
  const isUsedUp = ({ code, maxUses }: Promotion) =>
    maxUses !== null && usesOf(code, 'inAll') >= maxUses;
  const isUsedUpFor = ({ code, maxUsesPerCustomer }: Promotion) =>
    maxUsesPerCustomer !== null && usesOf(code, 'ofCustomer') >= maxUsesPerCustomer;

  const vouchers = voucherCodes.map((code, n): CheckedVoucher => {
    const promotion = promotionOf(entered[n], candidates, own);
    return { code, promotion: promotion && !isUsedUp(promotion) ? promotion : null };
  });
  const customer = {
    groups: await groupsOf(ports, candidates, buyer),
    isFirstOrder: await isFirstOrder(ports, candidates, buyer, own?.orderId),
    usedUp: new Set(
      limited.filter((one) => isUsedUp(one) || isUsedUpFor(one)).map(({ code }) => code),
    ),
  };
  const valid = vouchers.flatMap(({ code, promotion }) =>
    promotion ? [{ code, promotionCode: promotion.code }] : [],
  );
  return { available: availablePromotions(candidates, customer, valid, now), vouchers };
}

const promotionOf = (
  voucher: Voucher | undefined,
  candidates: readonly Promotion[],
  own: OwnUses | undefined,
): Promotion | undefined => {
  // An order that has a code keeps it.
  if (!voucher || (isUnusable(voucher) && !own?.voucherCodes.has(voucher.code))) return undefined;
  return candidates.find((one) => one.code === voucher.promotionCode && one.requiresVoucher);
};

const isUnusable = ({ isDisabled, maxUses, uses }: Voucher): boolean =>
  isDisabled || (maxUses !== null && uses >= maxUses);

async function groupsOf(
  { pricing }: PromotionPorts,
  candidates: readonly Promotion[],
  { customerId }: Buyer,
): Promise<readonly string[]> {
  if (customerId === null || candidates.every((one) => one.customerGroups.length === 0)) return [];
  const [groups = []] = await pricing.groups([customerId]);
  return groups;
}

/** A guest's cart may be that of a first order: its e-mail address is known when it is ordered. */
async function isFirstOrder(
  { promotionUses }: PromotionPorts,
  candidates: readonly Promotion[],
  buyer: Buyer,
  exceptOrderId: string | undefined,
): Promise<boolean> {
  if (!candidates.some((one) => one.isFirstOrderOnly)) return false;
  return !(await promotionUses.hasOrdered(buyer, exceptOrderId));
}
