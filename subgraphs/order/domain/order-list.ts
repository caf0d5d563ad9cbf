import type { Page, PageRequest } from '@shop/domain';
import type { Order, OrderStatus } from './order.ts';

export type OrderSortKey = 'PLACED_AT' | 'TOTAL' | 'UPDATED_AT';
export type OrderSort = { readonly by: OrderSortKey; readonly direction: 'ASC' | 'DESC' };

/** The sorts that clients can choose. */
export const orderSorts = {
  NEWEST: { by: 'PLACED_AT', direction: 'DESC' },
  OLDEST: { by: 'PLACED_AT', direction: 'ASC' },
  TOTAL_ASC: { by: 'TOTAL', direction: 'ASC' },
  TOTAL_DESC: { by: 'TOTAL', direction: 'DESC' },
  UPDATED_ASC: { by: 'UPDATED_AT', direction: 'ASC' },
  UPDATED_DESC: { by: 'UPDATED_AT', direction: 'DESC' },
} as const satisfies Readonly<Record<string, OrderSort>>;
export type OrderSortBy = keyof typeof orderSorts;

/** The conditions that every order of a list meets. */
export type OrderFilter = {
  readonly statuses?: readonly OrderStatus[] | undefined;
  readonly numberPrefix?: string | undefined;
  readonly email?: string | undefined;
  readonly customerId?: string | undefined;
  /** Whether it has a return that is not final. */
  readonly hasOpenReturn?: boolean | undefined;
  /** Whether it has a return, in any status. */
  readonly hasReturn?: boolean | undefined;
  readonly from?: Date | undefined;
  /** Exclusive. */
  readonly to?: Date | undefined;
};

/** The conditions that the orders of one customer can meet. */
export type CustomerOrderFilter = Pick<OrderFilter, 'statuses' | 'hasReturn'>;

export type OrderList = { readonly filter: OrderFilter; readonly sort: OrderSort };

/** An order with its sort key in the list. */
export type ListedOrder = { readonly order: Order; readonly key: readonly string[] };

/** Lists of orders: all of them for staff, those of one customer, and single ones by number. */
export type OrderListStore = {
  page(list: OrderList, page: PageRequest): Promise<Page<ListedOrder>>;
  count(filter: OrderFilter): Promise<number>;
  /** Returns one page of the orders of each customer, newest first; their sort key is their id. */
  ofCustomers(
    customerIds: readonly string[],
    filter: CustomerOrderFilter,
    page: PageRequest,
  ): Promise<Page<Order>[]>;
  countsOf(customerIds: readonly string[], filter: CustomerOrderFilter): Promise<number[]>;
  byNumbers(numbers: readonly string[]): Promise<(Order | undefined)[]>;
};
