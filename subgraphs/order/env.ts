import { plainText } from '@shop/domain';
import { sealingKey } from '@shop/schema';
import {
  busEnv,
  eventRetentionEnv,
  httpUrl,
  isLocalOrigin,
  originList,
  postgresUrl,
  publicKeySet,
  retentionDays,
  serviceEnv,
  wholeNumber,
} from '@shop/service';
import { z } from 'zod';
import { graphPaymentEnv, workerPaymentEnv } from './payments/providers.ts';

/**
 * Environment of the graph. ORDER_MAX_UNPAID: open unpaid orders of one customer; ORDER_MAX_UNPAID_ADDRESS: of all guests
 * of a client address, which an office or a phone network may share; 0 is any number. RETURN_PERIOD_DAYS: how long
 * customers may return an order after its last parcel has arrived. PAYMENT_CAPTURE: when money is taken that can be
 * authorised first. PUBLIC_URL: where clients reach the
 * gateway; the pictures of the demonstration catalogue are below it.
 */
export const graphEnv = serviceEnv
  .extend({
    ORDER_DATABASE_URL: postgresUrl,
    ORDER_MAX_UNPAID: wholeNumber(0).default(3),
    ORDER_MAX_UNPAID_ADDRESS: wholeNumber(0).default(20),
    RETURN_PERIOD_DAYS: wholeNumber(0).max(3_650, 'must be 3650 or less').default(30),
    INTERNAL_TOKEN_PUBLIC_KEYS: publicKeySet,
    MAIL_TOKEN_KEY: sealingKey,
    PAYMENT_RETURN_ORIGINS: originList.default([]),
    PAYMENT_CAPTURE: z
      .enum(['payment', 'shipping'], 'must be one of: payment, shipping')
      .default('payment'),
    PUBLIC_URL: httpUrl.default('http://localhost:4000'),
  })
  .and(graphPaymentEnv);

/**
 * Returns the pages that payments may return to: those of PAYMENT_RETURN_ORIGINS, and outside production those of this
 * machine.
 */
export const mayReturnTo =
  ({
    NODE_ENV,
    PAYMENT_RETURN_ORIGINS: listed,
  }: Pick<z.output<typeof graphEnv>, 'NODE_ENV' | 'PAYMENT_RETURN_ORIGINS'>) =>
  (origin: string): boolean =>
    listed.includes(origin) || (NODE_ENV !== 'production' && isLocalOrigin(origin));

const minutes = z.coerce.number('must be a number of minutes').min(1).max(100_000);

/**
 * Environment of the worker. PAYMENT_WINDOW_MINUTES, GUEST_PAYMENT_WINDOW_MINUTES, STAFF_PAYMENT_WINDOW_MINUTES: how long
 * stock is reserved for an unpaid order of a user, of a guest, and for one that staff have placed. PENDING_MINUTES: how long an order waits for inventory. SELLER_NAME,
 * SELLER_ADDRESS, SELLER_TAX_ID: the shop on invoices and credit notes.
 */
export const workerEnv = serviceEnv
  .extend({
    ORDER_DATABASE_URL: postgresUrl,
    PAYMENT_WINDOW_MINUTES: minutes.default(30),
    GUEST_PAYMENT_WINDOW_MINUTES: minutes.default(15),
    STAFF_PAYMENT_WINDOW_MINUTES: minutes.default(4_320),
    PENDING_MINUTES: minutes.default(60),
    CART_RETENTION_DAYS: retentionDays.default(90),
    IDEMPOTENCY_RETENTION_DAYS: retentionDays.default(30),
    SELLER_NAME: plainText(100),
    SELLER_ADDRESS: plainText(300),
    SELLER_TAX_ID: plainText(40),
  })
  .and(busEnv)
  .and(eventRetentionEnv)
  .and(workerPaymentEnv);
