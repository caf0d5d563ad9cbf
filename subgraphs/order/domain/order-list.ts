import {
  isCurrency,
  isId,
  isTime,
  isWhole,
  type KeyPart,
  type Page,
  type PageRequest,
  validate,
} from '@shop/domain';
import { z } from 'zod';
import type { Order, OrderStatus } from './order.ts';

const statuses = z
  .array(z.enum(['PENDING', 'CONFIRMED', 'REJECTED', 'PAID', 'SHIPPED', 'DELIVERED', 'CANCELLED']))
  .min(1, 'must not be empty')
  .max(7, 'must be at most 7')
  .nullish()
  .transform((list) => list ?? undefined);

/** What PostgreSQL and people call a time; nothing was ordered before or after. */
const time = z
  .date()
  .min(new Date('2000-01-01T00:00:00.000Z'), 'must not be before the year 2000')
  .max(new Date('2099-12-31T23:59:59.999Z'), 'must not be after the year 2099')
  .nullish();

/** Eight characters leave a thousand orders or so to be put in order. */
const numberStart = z
  .string()
  .trim()
  .regex(/^\d{4}-\d{3,12}$/, 'must be a number or its beginning, of 8 to 17 characters: 2026-000');

const orderFilter = z.object({
  status: statuses,
  number: numberStart.nullish(),
  email: z
    .string()
    .trim()
    .regex(/^[^\p{Cc}\p{Cs}]{1,254}$/u, 'must have 1 to 254 characters, none of control')
    .nullish(),
  customerId: z.string().nullish(),
  placedAt: z
    .object({ from: time, to: time })
    .refine(({ from, to }) => !from || !to || from < to, {
      path: ['to'],
      message: 'must be after from',
    })
    .nullish(),
});

const orderListInput = z.object({
  filter: orderFilter.nullish(),
  sort: z
    .object({
      by: z.enum(['PLACED_AT', 'TOTAL', 'UPDATED_AT']),
      direction: z.enum(['ASC', 'DESC']).nullish(),
    })
    .nullish(),
});
export type OrderListInput = z.input<typeof orderListInput>;

export type OrderSortKey = 'PLACED_AT' | 'TOTAL' | 'UPDATED_AT';
export type OrderSort = { readonly by: OrderSortKey; readonly direction: 'ASC' | 'DESC' };

/** Which orders are listed. All that is there has to be met. */
export type OrderFilter = {
  readonly statuses?: readonly OrderStatus[] | undefined;
  /** The beginning of the number. */
  readonly number?: string | undefined;
  readonly email?: string | undefined;
  readonly customerId?: string | undefined;
  readonly from?: Date | undefined;
  /** The first time that is too late. */
  readonly to?: Date | undefined;
};

/** What is listed, and in which order. */
export type OrderList = { readonly filter: OrderFilter; readonly sort: OrderSort };

/** An order and its place in the list. */
export type ListedOrder = { readonly order: Order; readonly key: readonly string[] };

export type OrderLists = {
  page(list: OrderList, page: PageRequest): Promise<Page<ListedOrder>>;
  count(filter: OrderFilter): Promise<number>;
  /** The same page of the orders of each customer, newest first, their ids being their places. */
  ofCustomers(
    customerIds: readonly string[],
    statuses: readonly OrderStatus[] | undefined,
    page: PageRequest,
  ): Promise<Page<Order>[]>;
  countsOf(
    customerIds: readonly string[],
    statuses: readonly OrderStatus[] | undefined,
  ): Promise<number[]>;
  byNumbers(numbers: readonly string[]): Promise<(Order | undefined)[]>;
};

/** Reads what the staff wants to have listed. Refuses INVALID_VALUE for whatever is out of bounds. */
export function readOrderList(input: OrderListInput): OrderList {
  const { filter, sort } = validate(orderListInput, input);
  return {
    sort: { by: sort?.by ?? 'PLACED_AT', direction: sort?.direction ?? 'DESC' },
    filter: {
      statuses: filter?.status,
      number: filter?.number ?? undefined,
      email: filter?.email ?? undefined,
      customerId: filter?.customerId ?? undefined,
      from: filter?.placedAt?.from ?? undefined,
      to: filter?.placedAt?.to ?? undefined,
    },
  };
}

const userOrderFilter = z.object({ filter: z.object({ status: statuses }).nullish() });

/** Reads which orders of a user are wanted; all when `undefined`. Refuses INVALID_VALUE. */
export const readStatuses = (
  input: z.input<typeof userOrderFilter>,
): readonly OrderStatus[] | undefined => validate(userOrderFilter, input).filter?.status;

/** What the places in a list with each order are made of. */
export const keyParts: Readonly<Record<OrderSortKey, readonly KeyPart[]>> = {
  PLACED_AT: [isTime, isId],
  TOTAL: [isCurrency, isWhole, isId],
  UPDATED_AT: [isTime, isId],
};
