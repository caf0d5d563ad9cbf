import type { Handlers } from '@shop/messaging';
import { deliver } from '../domain/deliver.ts';
import type { Notice } from '../domain/message.ts';
import type { DeliveryLog, Mailer } from '../domain/ports.ts';
import { templates } from '../domain/templates.ts';

/** Which event asks for which mail. */
export function mailHandlers(log: DeliveryLog, mailer: Mailer): Handlers<'notification.mail'> {
  const send = (notice: Notice) => deliver(log, mailer, notice);
  return {
    'user.registered.v1': (event) => send(templates.welcome(event)),
    'order.confirmed.v1': (event) => send(templates.orderConfirmed(event)),
    'order.rejected.v1': (event) => send(templates.orderRejected(event)),
    'order.paid.v1': (event) => send(templates.orderPaid(event)),
    'order.cancelled.v1': (event) => send(templates.orderCancelled(event)),
  };
}
