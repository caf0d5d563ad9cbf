import { mutationPayload, requireViewer } from '@shop/service';
import { addOrderNote } from '../domain/add-order-note.ts';
import { cancelOrder } from '../domain/cancel-order.ts';
import { claimOrders } from '../domain/claim-orders.ts';
import { fulfilOrder } from '../domain/fulfil-order.ts';
import { openedWith } from '../domain/guest.ts';
import { markDelivered } from '../domain/mark-delivered.ts';
import { payOrder } from '../domain/pay-order.ts';
import { placeOrder } from '../domain/place-order.ts';
import { refundOrder } from '../domain/refund-order.ts';
import { requestOrderLink } from '../domain/request-order-link.ts';
import type { MutationResolvers } from '../generated/graphql.ts';

export const Mutation: MutationResolvers = {
  placeOrder: (_, { input }, context) =>
    mutationPayload(() => placeOrder(context, context.viewer, input)),
  payOrder: (_, { input }, context) =>
    mutationPayload(async () => {
      const { order, reasons } = await payOrder(context, context.viewer, input);
      return { order: openedWith(order, input.orderToken), reasons };
    }),
  cancelOrder: (_, { input }, context) =>
    mutationPayload(async () => ({
      order: openedWith(await cancelOrder(context, context.viewer, input), input.orderToken),
    })),
  requestOrderLink: (_, { input }, context) =>
    mutationPayload(() => requestOrderLink(context, input)),
  claimOrders: (_, __, context) =>
    mutationPayload(() => claimOrders(context, requireViewer(context))),
  fulfilOrder: (_, { input }, context) =>
    mutationPayload(async () => ({
      order: await fulfilOrder(context.orders, requireViewer(context), input),
    })),
  markDelivered: (_, { input }, context) =>
    mutationPayload(async () => ({
      order: await markDelivered(context.orders, requireViewer(context), input),
    })),
  refundOrder: (_, { input }, context) =>
    mutationPayload(async () => ({
      order: await refundOrder(context, requireViewer(context), input),
    })),
  addOrderNote: (_, { input }, context) =>
    mutationPayload(async () => {
      const id = await addOrderNote(context.notes, requireViewer(context), input);
      context.loaders.notes.clear(id);
      return { order: await context.loaders.order.load({ id }) };
    }),
};
