import type { Message } from '@shop/messaging';
import type { ShopEvent } from '@shop/schema';
import { Counter, type Registry } from 'prom-client';
import { type OrderStatus, transitions } from './domain/order.ts';
import { publishedStatus } from './domain/order-change.ts';

const counted = ['order.created.v1', 'order.updated.v1', 'order.paid.v1', 'order.refunded.v1'];

/** What an order is before it is placed. */
const none = 'NONE';

/**
 * Creates the metrics of orders and their money, which count the events that are published: each change once, whichever
 * process has made it. Returns what receives the events.
 */
export function createOrderMeter(registry: Registry): (message: Message) => void {
  const registers = [registry];
  const changes = new Counter({
    name: 'order_transitions_total',
    help: 'Changes of the status of orders; those that are placed come from NONE.',
    labelNames: ['from', 'to'],
    registers,
  });
  const money = (name: string, help: string) =>
    new Counter({ name, help, labelNames: ['currency'], registers });
  const paid = money(
    'orders_paid_minor_units_total',
    'Totals of the orders that were paid, in minor units of the currency.',
  );
  const refunded = money(
    'orders_refunded_minor_units_total',
    'Amounts that were paid back, in minor units of the currency.',
  );
  changes.inc({ from: none, to: 'PENDING' }, 0);
  for (const status of Object.keys(transitions) as OrderStatus[]) {
    const from = publishedStatus(status);
    for (const to of transitions[status].map(publishedStatus))
      if (from !== to) changes.inc({ from, to }, 0);
  }

  return ({ type, body }) => {
    if (!counted.includes(type)) return;
    const event = JSON.parse(body) as ShopEvent;
    if (event.type === 'order.updated.v1') {
      const { from, to } = event.data;
      changes.inc({ from, to });
    } else if (event.type === 'order.created.v1') {
      changes.inc({ from: none, to: 'PENDING' });
      // From here on its currency is counted from 0.
      for (const counter of [paid, refunded])
        counter.inc({ currency: event.data.total.currency }, 0);
    } else if (event.type === 'order.paid.v1') {
      const { minor, currency } = event.data.total;
      paid.inc({ currency }, Number(minor));
    } else if (event.type === 'order.refunded.v1') {
      const { minor, currency } = event.data.amount;
      refunded.inc({ currency }, Number(minor));
    }
  };
}
