import { account, browse, buy, signIn } from './customer-requests.ts';
import type { Folder } from './example-request.ts';
import { catalogue, giftCards, orders, stock, users } from './staff-requests.ts';

/** The requests in the order in which the collection runs from top to bottom, on the demo data. */
export const folders: readonly Folder[] = [
  signIn,
  browse,
  buy,
  orders,
  giftCards,
  catalogue,
  stock,
  account,
  users,
];
