import { moneyFromMessage, type RefusalDetails } from '@shop/domain';

/** Returns the details of a refusal as a member of `union UserErrorDetails` in schema/shared.graphql. */
export function toUserErrorDetails(details: RefusalDetails) {
  switch (details.type) {
    case 'CONSTRAINT':
      return {
        __typename: 'ConstraintDetails' as const,
        rule: details.rule,
        limit: details.limit ?? null,
      };
    case 'PRICE':
      return { __typename: 'PriceDetails' as const, total: moneyFromMessage(details.total) };
    case 'STOCK':
      return {
        __typename: 'StockDetails' as const,
        variantId: details.variantId,
        requested: details.requested ?? null,
        available: details.available ?? null,
      };
    case 'VERSION':
      return { __typename: 'VersionDetails' as const, currentVersion: details.currentVersion };
    case 'WAIT':
      return { __typename: 'WaitDetails' as const, seconds: details.seconds };
    case 'AMOUNT':
      return { __typename: 'AmountDetails' as const, left: moneyFromMessage(details.left) };
    case 'VOUCHER':
      return { __typename: 'VoucherDetails' as const, code: details.code };
  }
}

export type UserErrorDetails = ReturnType<typeof toUserErrorDetails>;
