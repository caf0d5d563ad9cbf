import type { KeyObject } from 'node:crypto';
import { type Handlers, PermanentError } from '@shop/messaging';
import {
  type EventData,
  openToken,
  orderLinkSeal,
  type QueueEventType,
  type Seal,
  type ShopEvent,
  signDocumentLink,
} from '@shop/schema';
import type { DeliveryService } from '../domain/delivery-service.ts';
import type { VerifiedMailboxes } from '../domain/mail-limit.ts';
import { newNotification } from '../domain/notification.ts';
import type { Template } from '../domain/template.ts';
import { paymentDisputed } from '../domain/templates/dispute.ts';
import { orderEdited } from '../domain/templates/edit.ts';
import type { OrderLinkContext } from '../domain/templates/links.ts';
import * as order from '../domain/templates/order.ts';
import { returnRequested, returnUpdated } from '../domain/templates/return.ts';
import { lowStock } from '../domain/templates/stock.ts';
import * as user from '../domain/templates/user.ts';

/** What notifications are made of besides their events. */
export type MailSettings = {
  /** Address of the shop's pages. */
  readonly shopUrl: string;
  /** Where clients reach the gateway, which forwards documents. */
  readonly publicUrl: string;
  /** Opens the tokens that the graphs of user and order have sealed, and signs links to documents. */
  readonly mailTokenKey: KeyObject;
  /** E-mail addresses that are notified of low stock, disputes and requested returns. */
  readonly staffMail: readonly string[];
  /** Phone number that is notified of them, if any. */
  readonly staffPhone: string | undefined;
};

type StaffEvent = 'stock.low.v1' | 'payment.disputed.v1' | 'order.return_updated.v1';
type RolesEvent = 'user.roles_changed.v1';
type EmailChangedEvent = 'user.email_changed.v1';
type LinkEvent =
  | 'user.email_verification_requested.v1'
  | 'user.password_reset_requested.v1'
  | 'user.email_change_requested.v1';
type LinkRequested = 'order.link_requested.v1';
type OrderEvent = Exclude<
  Extract<QueueEventType<'notification.mail'>, `order.${string}`>,
  LinkRequested
>;
type AccountEvent = 'user.registered.v1' | 'user.password_changed.v1' | 'user.deleted.v1';

/** As long as the link to the order in the same e-mail. */
const invoiceLinkMs = 90 * 24 * 60 * 60_000;

/** The notification of each event, and the mailboxes that are verified. */
export function notificationHandlers(
  { deliver }: DeliveryService,
  verifiedMailboxes: VerifiedMailboxes,
  { shopUrl, publicUrl, mailTokenKey, staffMail, staffPhone }: MailSettings,
): Handlers<'notification.mail'> {
  const toCustomer =
    <T extends AccountEvent>(template: Template<T>) =>
    (event: ShopEvent<T>) =>
      deliver(newNotification(event, template, { emails: [event.data.email] }, undefined));

  const toCustomerWithLink =
    <T extends LinkEvent>(template: Template<T, user.LinkContext>) =>
    async (event: ShopEvent<T>) => {
      const { sealedToken, userId: subject } = event.data;
      const token = openOrFail(mailTokenKey, sealedToken, { type: event.type, subject });
      const link = { shopUrl, token };
      await deliver(newNotification(event, template, { emails: [event.data.email] }, link));
    };

  const aboutOrder =
    <T extends OrderEvent>(template: Template<T, OrderLinkContext>) =>
    async (event: ShopEvent<T>) => {
      const link = { shopUrl, token: orderTokenOf(event.data, mailTokenKey) };
      await deliver(newNotification(event, template, { emails: [event.data.email] }, link));
    };

  /** The events of its parcels have sent the e-mails, unless the order was shipped before orders had parcels. */
  const aboutWholeOrder =
    <T extends 'order.shipped.v1' | 'order.delivered.v1'>(
      template: Template<T, OrderLinkContext>,
    ) =>
    async (event: ShopEvent<T>) => {
      if (event.data.unitsSoFar === undefined) await aboutOrder(template)(event);
    };

  /** The invoice, which is issued at the same time, has the id of the payment. */
  const paidOrder = async (event: ShopEvent<'order.paid.v1'>) => {
    const { email, paymentId } = event.data;
    const end = new Date(Date.parse(event.time) + invoiceLinkMs);
    const invoiceUrl = new URL(signDocumentLink(mailTokenKey, paymentId, end), publicUrl).href;
    const link = { shopUrl, token: orderTokenOf(event.data, mailTokenKey), invoiceUrl };
    await deliver(newNotification(event, order.orderPaid, { emails: [email] }, link));
  };

  const orderLink = async (event: ShopEvent<LinkRequested>) => {
    const { email, orderId, sealedToken } = event.data;
    const token = openOrFail(mailTokenKey, sealedToken, orderLinkSeal(orderId));
    const link = { shopUrl, token };
    await deliver(newNotification(event, order.orderLinkRequested, { emails: [email] }, link));
  };

  const toStaff =
    <T extends StaffEvent>(template: Template<T>) =>
    (event: ShopEvent<T>) =>
      deliver(
        newNotification(event, template, { emails: staffMail, phone: staffPhone }, undefined),
      );

  /** News about a return is for its customer; what a customer requests is also for staff. */
  const ofReturn = async (event: ShopEvent<'order.return_updated.v1'>) => {
    await aboutOrder(returnUpdated)(event);
    const { status, requestedBy } = event.data;
    if (status === 'REQUESTED' && requestedBy === 'CUSTOMER') await toStaff(returnRequested)(event);
  };

  /** Events of before 0.1 have no address. */
  const ofRoles = async (event: ShopEvent<RolesEvent>) => {
    const { email } = event.data;
    if (email === undefined) return;
    await deliver(newNotification(event, user.rolesChanged, { emails: [email] }, undefined));
  };

  /** The previous address, whose owner may not have asked for the change. */
  const toPreviousAddress = (event: ShopEvent<EmailChangedEvent>) => {
    const emails = [event.data.previousEmail];
    return deliver(newNotification(event, user.emailChanged, { emails }, undefined));
  };

  return {
    'user.registered.v1': toCustomer(user.welcome),
    'user.email_verification_requested.v1': toCustomerWithLink(user.verifyEmail),
    'user.email_verified.v1': ({ data }) => verifiedMailboxes.add(data.email),
    'user.password_reset_requested.v1': toCustomerWithLink(user.passwordReset),
    'user.email_change_requested.v1': toCustomerWithLink(user.changeEmail),
    'user.email_changed.v1': toPreviousAddress,
    'user.password_changed.v1': toCustomer(user.passwordChanged),
    'user.deleted.v1': toCustomer(user.accountDeleted),
    'user.roles_changed.v1': ofRoles,
    'order.created.v1': aboutOrder(order.orderReceived),
    'order.confirmed.v1': aboutOrder(order.orderConfirmed),
    'order.rejected.v1': aboutOrder(order.orderRejected),
    'order.paid.v1': paidOrder,
    'order.edited.v1': aboutOrder(orderEdited),
    'order.payment_lost.v1': aboutOrder(order.paymentLost),
    'order.fulfilment_shipped.v1': aboutOrder(order.parcelShipped),
    'order.fulfilment_delivered.v1': aboutOrder(order.parcelDelivered),
    'order.units_cancelled.v1': aboutOrder(order.unitsCancelled),
    'order.shipped.v1': aboutWholeOrder(order.orderShipped),
    'order.delivered.v1': aboutWholeOrder(order.orderDelivered),
    'order.cancelled.v1': aboutOrder(order.orderCancelled),
    'order.return_updated.v1': ofReturn,
    'order.refunded.v1': aboutOrder(order.orderRefunded),
    'order.link_requested.v1': orderLink,
    'payment.disputed.v1': toStaff(paymentDisputed),
    'stock.low.v1': toStaff(lowStock),
  };
}

/**
 * Returns the token of a guest's order. News about an order is sent also when MAIL_TOKEN_KEY has changed since: its
 * link then has no token.
 */
function orderTokenOf(
  { orderId, sealedToken }: EventData<OrderEvent>,
  key: KeyObject,
): string | undefined {
  if (sealedToken === undefined) return undefined;
  try {
    return openToken(key, sealedToken, orderLinkSeal(orderId));
  } catch {
    return undefined;
  }
}

function openOrFail(key: KeyObject, sealedToken: string, seal: Seal): string {
  try {
    return openToken(key, sealedToken, seal);
  } catch (error) {
    throw new PermanentError('the token cannot be opened: is MAIL_TOKEN_KEY the same?', {
      cause: error,
    });
  }
}
