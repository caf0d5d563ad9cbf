import {
  emailLookupField,
  emptyAsAbsent,
  isCurrency,
  isId,
  isTime,
  isWhole,
  type KeyPart,
  validate,
} from '@shop/domain';
import { z } from 'zod';
import { orderStatuses } from './order.ts';
import {
  type CustomerOrderFilter,
  type OrderList,
  type OrderSortBy,
  type OrderSortKey,
  orderSorts,
} from './order-list.ts';

const statuses = z
  .array(z.enum(orderStatuses))
  .min(1, 'must not be empty')
  .max(orderStatuses.length, `must be at most ${orderStatuses.length}`)
  .nullish()
  .transform((list) => list ?? undefined);

/** A time that PostgreSQL can store; no order was placed outside these years. */
const time = z
  .date()
  .min(new Date('2000-01-01T00:00:00.000Z'), 'must not be before the year 2000')
  .max(new Date('2099-12-31T23:59:59.999Z'), 'must not be after the year 2099')
  .nullish();

/** Eight characters match about a thousand orders, few enough to sort. */
const numberPrefix = z
  .string()
  .trim()
  .regex(
    /^\d{4}-\d{3,12}$/,
    'must be an order number or its first 8 to 17 characters, like 2026-000',
  );

const orderFilter = z.object({
  status: statuses,
  numberPrefix: emptyAsAbsent(numberPrefix),
  /** Deprecated. */
  number: emptyAsAbsent(numberPrefix),
  email: emptyAsAbsent(emailLookupField),
  customerId: emptyAsAbsent(z.string()),
  hasOpenReturn: z.boolean().nullish(),
  placedAt: z
    .object({ from: time, to: time })
    .refine(({ from, to }) => !from || !to || from < to, {
      path: ['to'],
      message: 'must be after from',
    })
    .nullish(),
});

const orderListInput = z
  .object({
    filter: orderFilter.nullish(),
    /** Deprecated. */
    sort: z
      .object({
        by: z.enum(['PLACED_AT', 'TOTAL', 'UPDATED_AT']),
        direction: z.enum(['ASC', 'DESC']).nullish(),
      })
      .nullish(),
    sortBy: z.enum(Object.keys(orderSorts) as OrderSortBy[]).nullish(),
  })
  .refine(({ sort, sortBy }) => !sort || !sortBy, {
    path: ['sortBy'],
    message: 'must be absent beside `sort`',
  });
export type OrderListInput = z.input<typeof orderListInput>;

/** Parses the filter and sort of a list for staff. Refuses INVALID_VALUE. */
export function parseOrderList(input: OrderListInput): OrderList {
  const { filter, sort, sortBy } = validate(orderListInput, input);
  return {
    sort: sort
      ? { by: sort.by, direction: sort.direction ?? 'DESC' }
      : orderSorts[sortBy ?? 'NEWEST'],
    filter: {
      statuses: filter?.status,
      numberPrefix: filter?.numberPrefix ?? filter?.number ?? undefined,
      email: filter?.email ?? undefined,
      customerId: filter?.customerId ?? undefined,
      hasOpenReturn: filter?.hasOpenReturn ?? undefined,
      from: filter?.placedAt?.from ?? undefined,
      to: filter?.placedAt?.to ?? undefined,
    },
  };
}

const userOrderFilter = z.object({
  filter: z.object({ status: statuses, hasReturn: z.boolean().nullish() }).nullish(),
});

/** Parses the filter of a customer's orders. Refuses INVALID_VALUE. */
export function parseCustomerFilter(input: z.input<typeof userOrderFilter>): CustomerOrderFilter {
  const { filter } = validate(userOrderFilter, input);
  return { statuses: filter?.status, hasReturn: filter?.hasReturn ?? undefined };
}

/** The parts of the sort key of each sort. */
export const keyParts: Readonly<Record<OrderSortKey, readonly KeyPart[]>> = {
  PLACED_AT: [isTime, isId],
  TOTAL: [isCurrency, isWhole, isId],
  UPDATED_AT: [isTime, isId],
};
