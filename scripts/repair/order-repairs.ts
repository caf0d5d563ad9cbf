import { createNotificationRepairs } from '@shop/notification/repairs';
import { createOrderRepairs } from '@shop/order/repairs';
import type { Repair, RepairContext } from './repair-context.ts';
import { sendEvent } from './send-event.ts';

const orders = ({ pool }: RepairContext) => createOrderRepairs(pool('order'));
const notification = ({ pool }: RepairContext) => createNotificationRepairs(pool('notification'));

export const orderRepairs: Readonly<Record<string, Repair>> = {
  'refund-order': {
    takes: ['<order id>'],
    does: 'requests the refund of what a cancelled order has paid',
    run: (context, [id = '']) => orders(context).refund(id),
  },
  'poll-payments': {
    takes: ['<order id>'],
    does: 'asks the provider about the payments of an order again',
    run: (context, [id = '']) => orders(context).poll(id),
  },
  'count-promotions': {
    takes: ['<order id>'],
    does: 'counts an order to the uses of its promotions, as its price and its status demand',
    run: (context, [id = '']) => orders(context).countPromotions(id),
  },
  'resend-message': {
    takes: ['<event id>'],
    does: 'sends the messages of an event that were not sent, or whose sending has no recorded end',
    async run(context, [id = '']) {
      const allowed = await notification(context).allowResend(id);
      if (allowed > 0) await sendEvent(context, 'notification.mail', id);
      return allowed;
    },
  },
  'mark-sent': {
    takes: ['<event id>'],
    does: 'records that the messages of an event were sent, as the log of the mail server shows',
    run: (context, [id = '']) => notification(context).markSent(id),
  },
  'verify-mailbox': {
    takes: ['<e-mail address>'],
    does: 'records for notification that an account has verified this address',
    run: (context, [email = '']) => notification(context).verifyMailbox(email),
  },
};
