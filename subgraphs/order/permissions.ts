import { hasScope } from '@shop/schema';
import { objectRule } from '@shop/service';
import type { OrderContext } from './context.ts';

const isSelfOrReadsOrders = objectRule<{ id: string }, OrderContext>(
  (user, { viewer }) => viewer?.id === user.id || hasScope(viewer, 'orders:read'),
);

const isSelf = objectRule<{ id: string }, OrderContext>(
  (user, { viewer }) => viewer?.id === user.id,
);

/** The rules that the directives of order.graphql cannot express. */
export const permissions = {
  User: { orders: isSelfOrReadsOrders, cart: isSelf, paymentMethods: isSelf },
};
