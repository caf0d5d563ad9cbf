import { parseArguments } from '@shop/service';
import { unitsOf } from '../domain/cart/assert-orderable.ts';
import {
  describeVouchers,
  parseCartPricing,
  priceCart,
  shippingMethodsOf,
} from '../domain/pricing/price-cart.ts';
import type {
  CartLineResolvers,
  CartProblemResolvers,
  CartResolvers,
} from '../generated/graphql.ts';

export const Cart: CartResolvers = {
  totalQuantity: ({ lines }) => lines.reduce((total, { quantity }) => total + quantity, 0),
  lines: async (cart, _, { loaders }) => [...(await loaders.review.load(cart)).lines],
  subtotal: async (cart, _, { loaders }) => (await loaders.review.load(cart)).subtotal,
  pricing: async (cart, args, context) => {
    const request = parseArguments(() => parseCartPricing(args));
    return priceCart(context, cart, await context.loaders.review.load(cart), request);
  },
  shippingMethods: async (cart, args, context) => {
    const request = parseArguments(() => parseCartPricing(args));
    const reviewed = await context.loaders.review.load(cart);
    return [...(await shippingMethodsOf(context, cart, reviewed, request))];
  },
  vouchers: async (cart, _, context) =>
    describeVouchers(context, cart, await context.loaders.review.load(cart)),
  problems: async (cart, _, { loaders }) => [...(await loaders.review.load(cart)).problems],
};

export const CartLine: CartLineResolvers = {
  variant: ({ variantId, removed }) => (removed ? null : { id: variantId }),
  problems: ({ problems }) => [...problems],
};

export const CartProblem: CartProblemResolvers = {
  availableUnits: (problem) => (problem.code === 'SHORT_STOCK' ? unitsOf(problem) : null),
};
