import type { KeyObject } from 'node:crypto';
import { type Handlers, PermanentError } from '@shop/messaging';
import { openToken, type ShopEvent } from '@shop/schema';
import { deliver } from '../domain/deliver.ts';
import type { Notice } from '../domain/message.ts';
import type { PostOffice } from '../domain/ports.ts';
import { orderTemplates as order } from '../domain/templates/order.ts';
import { stockTemplates as stock } from '../domain/templates/stock.ts';
import { userTemplates as user } from '../domain/templates/user.ts';

/** What messages are made of besides their events. */
export type Stationery = {
  /** Where the pages of the shop are. */
  readonly shopUrl: string;
  /** Opens the tokens that the user subgraph has sealed. */
  readonly mailTokenKey: KeyObject;
  /** Who hears of low stock, by mail. */
  readonly staffMail: readonly string[];
  /** Who hears of it by text message, if anybody. */
  readonly staffPhone: string | undefined;
};

type WithToken = ShopEvent<
  'user.email_verification_requested.v1' | 'user.password_reset_requested.v1'
>;

function tokenOf({ type, data }: WithToken, key: KeyObject): string {
  try {
    return openToken(key, data.sealedToken, { type, userId: data.userId });
  } catch (error) {
    throw new PermanentError('the token cannot be opened: is MAIL_TOKEN_KEY the same?', {
      cause: error,
    });
  }
}

/** Which event asks for which messages. */
export function mailHandlers(
  office: PostOffice,
  { shopUrl, mailTokenKey, staffMail, staffPhone }: Stationery,
): Handlers<'notification.mail'> {
  const send = (notice: Notice) => deliver(office, notice);
  /** Each is tried, whatever becomes of the others. */
  const sendAll = async (notices: readonly Notice[]) => {
    const results = await Promise.allSettled(notices.map(send));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  };
  return {
    'user.registered.v1': (event) => send(user.welcome(event)),
    'user.email_verification_requested.v1': async (event) =>
      send(user.verifyEmail(event, tokenOf(event, mailTokenKey), shopUrl)),
    'user.password_reset_requested.v1': async (event) =>
      send(user.passwordReset(event, tokenOf(event, mailTokenKey), shopUrl)),
    'order.created.v1': (event) => send(order.received(event)),
    'order.confirmed.v1': (event) => send(order.confirmed(event)),
    'order.rejected.v1': (event) => send(order.rejected(event)),
    'order.paid.v1': (event) => send(order.paid(event)),
    'order.shipped.v1': (event) => send(order.shipped(event)),
    'order.delivered.v1': (event) => send(order.delivered(event)),
    'order.cancelled.v1': (event) => send(order.cancelled(event)),
    'order.refunded.v1': (event) => send(order.refunded(event)),
    'stock.low.v1': (event) =>
      sendAll([
        ...(staffMail.length > 0 ? [stock.lowMail(event, staffMail)] : []),
        ...(staffPhone ? [stock.lowSms(event, staffPhone)] : []),
      ]),
  };
}
