import { countries } from '@shop/domain';
import { badUserInput } from '@shop/service';
import { findCart } from '../domain/cart/find-cart.ts';
import { salesOfDay } from '../domain/sales/sales-of-day.ts';
import type { QueryCountriesArgs, QueryResolvers } from '../generated/graphql.ts';
import { editQueries } from './edits.ts';
import { listGiftCards } from './gift-cards.ts';
import { listOrders } from './order-connections.ts';
import { findPreview } from './promotions.ts';
import { listVouchers } from './vouchers.ts';

/** The names of countries in a language; English where it is not known. */
const namesIn = (locale: string) => new Intl.DisplayNames([locale, 'en'], { type: 'region' });

/** Returns the countries with these codes, or every country, with their names in a language. */
function findCountries({ codes, locale }: QueryCountriesArgs) {
  const wanted = codes && new Set(codes);
  const names = locale ? namesIn(locale) : undefined;
  return countries()
    .filter(({ code }) => wanted?.has(code) ?? true)
    .map(({ name, ...country }) => ({
      ...country,
      name: names?.of(country.code) || name,
      addressFields: [...country.addressFields],
    }));
}

export const Query: QueryResolvers = {
  order: (_, { id, number, orderToken, token: deprecated }, { loaders }) => {
    const token = orderToken ?? deprecated;
    if (id != null && number == null) return loaders.order.load({ id, token });
    if (number != null && id == null) return loaders.orderByNumber.load({ number, token });
    throw badUserInput('Give exactly one of `id` and `number`.');
  },
  orders: (_, args, context) => listOrders(args, context),
  salesOfDay: (_, day, { sales }) => salesOfDay(sales, day),
  paymentProvider: (_, __, { paymentPage }) => paymentPage,
  countries: (_, args) => findCountries(args),
  pricingRules: (_, __, { pricing }) => pricing.current(),
  vouchers: (_, args, context) => listVouchers(args, context),
  ...editQueries,
  giftCard: async (_, { id }, { giftCards }) => (await giftCards.byIds([id]))[0] ?? null,
  giftCards: (_, args, context) => listGiftCards(args, context),
  promotionPreview: (_, args, context) => findPreview(args, context),
  cart: async (_, { cartToken, token }, context) =>
    (await findCart(context, context.viewer, cartToken ?? token)) ?? null,
};
