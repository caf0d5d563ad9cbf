import { publicQuantityLimit, times } from '@shop/domain';
import { hasScope } from '@shop/schema';
import { allowedActions } from '../domain/allowed-actions.ts';
import { refundedOf } from '../domain/payment.ts';
import type {
  OrderLineResolvers,
  OrderNoteResolvers,
  OrderResolvers,
  OrderStepResolvers,
  ShortLineResolvers,
} from '../generated/graphql.ts';

export const Order: OrderResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.order.load({ id }),
  customer: ({ customerId, guest }) => (guest ? null : { id: customerId }),
  refunded: refundedOf,
  timeline: ({ id }, _, { loaders }) => loaders.timeline.load(id),
  notes: ({ id }, _, { loaders }) => loaders.notes.load(id),
  allowedActions: (order, _, { viewer }) => allowedActions(order, viewer),
};

export const OrderStep: OrderStepResolvers = {
  actor: ({ actorId }) => (actorId === null ? null : { id: actorId }),
};

export const OrderNote: OrderNoteResolvers = {
  author: ({ authorId }) => ({ id: authorId }),
};

export const OrderLine: OrderLineResolvers = {
  variant: ({ variantId }) => ({ id: variantId }),
  lineTotal: ({ unitPrice, quantity }) => times(unitPrice, quantity),
};

export const ShortLine: ShortLineResolvers = {
  variant: ({ variantId }) => ({ id: variantId }),
  available: ({ available }, _, { viewer }) =>
    hasScope(viewer, 'inventory:read') ? available : Math.min(available, publicQuantityLimit),
};
