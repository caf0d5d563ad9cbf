import { readFileSync } from 'node:fs';
import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { createOrderMeter } from './metrics.ts';

const folder = new URL('../../schema/events/examples/', import.meta.url);
const body = (type: string) => readFileSync(new URL(`${type}.json`, folder), 'utf8');

function start() {
  const registry = new Registry();
  const report = createOrderMeter(registry);
  const publish = (type: string) => report({ id: 'i', type, key: 'k', body: body(type) });
  return { registry, publish };
}

it('changes of orders are counted by both statuses, those that can occur from 0', async () => {
  const { registry, publish } = start();
  publish('order.created.v1');
  publish('order.updated.v1');
  const text = await registry.metrics();
  expect(text).toContain('order_transitions_total{from="NONE",to="PENDING"} 1');
  expect(text).toContain('order_transitions_total{from="PAID",to="SHIPPED"} 0');
  const { from, to } = JSON.parse(body('order.updated.v1')).data;
  expect(text).toContain(`order_transitions_total{from="${from}",to="${to}"} 1`);
});

it('money that is paid and paid back is counted in minor units, from 0 when a currency is ordered in', async () => {
  const { registry, publish } = start();
  publish('order.created.v1');
  expect(await registry.metrics()).toContain('orders_paid_minor_units_total{currency="EUR"} 0');
  publish('order.paid.v1');
  publish('order.paid.v1');
  publish('order.refunded.v1');
  publish('payment.failed.v1');
  const text = await registry.metrics();
  expect(text).toContain('orders_paid_minor_units_total{currency="EUR"} 9944');
  const { minor } = JSON.parse(body('order.refunded.v1')).data.amount;
  expect(text).toContain(`orders_refunded_minor_units_total{currency="EUR"} ${minor}`);
});
