import { mutationPayload, requireViewer } from '@shop/service';
import type { OrderContext } from '../context.ts';
import { addOrderNote } from '../domain/add-order-note.ts';
import { cancelOrder } from '../domain/cancel-order.ts';
import { findCart } from '../domain/cart/find-cart.ts';
import { claimOrders } from '../domain/claim-orders.ts';
import type { OpenedOrder } from '../domain/guest.ts';
import { markDelivered } from '../domain/mark-delivered.ts';
import { payOrder } from '../domain/pay-order.ts';
import { placeOrder } from '../domain/place-order.ts';
import { placeOrderForCustomer } from '../domain/place-order-for-customer.ts';
import type { PlaceOrderInput } from '../domain/place-order-input.ts';
import { refundOrder } from '../domain/refund-order.ts';
import { removePaymentMethod } from '../domain/remove-payment-method.ts';
import { requestOrderLink } from '../domain/request-order-link.ts';
import { type ShipOrderInput, shipOrder } from '../domain/ship-order.ts';
import type { MutationResolvers, PlaceOrderPayloadResolvers } from '../generated/graphql.ts';
import { orderPayload } from './order-payload.ts';

/** Returns the cart that an order is placed from; null for an order of variants. */
const orderedCart = async (context: OrderContext, { fromCart, cartToken }: PlaceOrderInput) =>
  fromCart || cartToken ? ((await findCart(context, context.viewer, cartToken)) ?? null) : null;

export const PlaceOrderPayload: PlaceOrderPayloadResolvers = {
  cart: ({ readCart }) => readCart(),
};

/** The resolver of `shipOrder` and of its deprecated name. */
const ship = (_: unknown, { input }: { readonly input: ShipOrderInput }, context: OrderContext) =>
  orderPayload(context, input, async () => ({
    order: await shipOrder(context, requireViewer(context), input),
  }));

export const Mutation: MutationResolvers = {
  placeOrder: async (_, { input }, context) => ({
    ...(await mutationPayload(() => placeOrder(context, context.viewer, input))),
    readCart: () => orderedCart(context, input),
  }),
  placeOrderForCustomer: (_, { input }, context) =>
    mutationPayload<{ order: OpenedOrder | null }>(async () => ({
      order: await placeOrderForCustomer(context, requireViewer(context), input),
    })),
  payOrder: (_, { input }, context) =>
    orderPayload(context, input, () => payOrder(context, context.viewer, input)),
  removePaymentMethod: (_, { input }, context) =>
    mutationPayload(() =>
      removePaymentMethod(context.payments.methods, requireViewer(context), input),
    ),
  cancelOrder: (_, { input }, context) =>
    orderPayload(context, input, async () => ({
      order: await cancelOrder(context, context.viewer, input),
    })),
  requestOrderLink: (_, { input }, context) =>
    mutationPayload(() => requestOrderLink(context, input)),
  claimOrders: (_, __, context) =>
    mutationPayload(() => claimOrders(context, requireViewer(context))),
  shipOrder: ship,
  fulfilOrder: ship,
  markDelivered: (_, { input }, context) =>
    orderPayload(context, input, async () => ({
      order: await markDelivered(context.orders, requireViewer(context), input),
    })),
  refundOrder: (_, { input }, context) =>
    orderPayload(context, input, async () => ({
      order: await refundOrder(context, requireViewer(context), input),
    })),
  addOrderNote: (_, { input }, context) =>
    mutationPayload<{ order: OpenedOrder | null }>(
      async () => {
        const id = await addOrderNote(context.notes, requireViewer(context), input);
        context.loaders.notes.clear(id);
        return { order: await context.loaders.order.load({ id }) };
      },
      async () => ({ order: await context.loaders.order.load({ id: input.orderId }) }),
    ),
};
