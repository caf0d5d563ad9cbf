import { randomUUID } from 'node:crypto';
import type { ReceivedSpan } from '@shop/testing/span-receiver';
import { expect, it } from 'vitest';
import { registerCustomer, untilOrder } from './client.ts';
import { untilEmail } from './emails.ts';
import { shippingAddress } from './shipping-address.ts';
import { shop } from './shop.ts';
import { addProduct, newKey, place } from './shopping.ts';
import { exportedSpans, linesOf, spansOf, treesOf, untilLine } from './spans.ts';

/** Processes export every five seconds. */
const waiting = { interval: 250 };

const clientSpan = { traceId: 'c'.repeat(32), spanId: 'd'.repeat(16) };

/** Sends an operation that no gateway has planned yet. Returns its data and its log line. */
async function send(operation: string, variables: object, token: string) {
  const requestId = randomUUID();
  const name = `Traced${randomUUID().replaceAll('-', '')}`;
  const response = await fetch(shop.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      'x-request-id': requestId,
      traceparent: `00-${clientSpan.traceId}-${clientSpan.spanId}-01`,
    },
    body: JSON.stringify({ query: operation.replace('mutation', `mutation ${name}`), variables }),
  });
  const { data } = (await response.json()) as { data: unknown };
  const line = await untilLine(requestId);
  return { data, name, line, traceId: String(line['traceId']) };
}

const isQuery = ({ attributes }: ReceivedSpan) => attributes['db.query.text'] !== undefined;

/**
 * Returns the services with a query below the span of a message, in any trace. Messages that are handled together share
 * their queries, which are in none of their traces.
 */
async function servicesOfMessageQueries(): Promise<string[]> {
  const spans = await exportedSpans();
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const isOfMessage = (span: ReceivedSpan | undefined): boolean =>
    span !== undefined && (span.kind === 'consumer' || isOfMessage(byId.get(span.parentSpanId)));
  const queries = spans.filter((span) => isQuery(span) && isOfMessage(span));
  return [...new Set(queries.map(({ service }) => service))];
}

/** Waits until a trace consists of these spans, queries apart. */
const expectTrace = (traceId: string, lines: readonly string[]) =>
  expect
    .poll(async () => treesOf(await exportedSpans(), traceId).map((tree) => linesOf(tree)), waiting)
    .toEqual([lines]);

it('a purchase is traced from the HTTP request through subgraphs, databases, outbox, bus and workers to the e-mails', async () => {
  const { email, id: viewerId, token } = await registerCustomer();
  const { variants } = await addProduct(5, ['10.00']);
  const lines = [{ variantId: variants[0]?.id ?? '', quantity: 1 }];
  // Orders know the variant from then on.
  await place(token, lines);

  const placed = await send(
    `mutation ($input: PlaceOrderInput!) {
      placeOrder(input: $input) { order { id number customer { displayName } } }
    }`,
    { input: { lines, shippingAddress, idempotencyKey: newKey() } },
    token,
  );
  const { order } = (placed.data as { placeOrder: { order: { id: string; number: string } } })
    .placeOrder;
  await untilOrder(order.id, 'CONFIRMED', token);
  await untilEmail(email, new RegExp(`${order.number} has been confirmed`));
  await expectTrace(placed.traceId, [
    'gateway: POST /graphql (server)',
    '  gateway: fetch order (client)',
    '    order: POST /graphql (server)',
    '      order: create order.created.v1 (producer)',
    '        inventory-worker: process inventory.orders (consumer)',
    '          inventory-worker: create stock.changed.v1 (producer)',
    '            inventory-worker: send stock.changed.v1 (client)',
    '            order-worker: process order.availability (consumer)',
    '            product-worker: process product.stock (consumer)',
    '          inventory-worker: create stock.reserved.v1 (producer)',
    '            inventory-worker: send stock.reserved.v1 (client)',
    '            order-worker: process order.stock (consumer)',
    '              order-worker: create order.confirmed.v1 (producer)',
    '                notification: process notification.mail (consumer)',
    '                  notification: send e-mail (client)',
    '                order-worker: send order.confirmed.v1 (client)',
    '              order-worker: create order.updated.v1 (producer)',
    '                order-worker: send order.updated.v1 (client)',
    '        notification: process notification.mail (consumer)',
    '          notification: send e-mail (client)',
    '        order-worker: send order.created.v1 (client)',
    '  gateway: fetch user (client)',
    '    user: POST /graphql (server)',
    '  gateway: plan (internal)',
  ]);
  expect(placed.line).toMatchObject({
    ...{ operation: placed.name, viewerId, status: 200, ms: expect.any(Number) },
  });

  const spans = spansOf(await exportedSpans(), placed.traceId);
  // A client cannot join a trace or have it sampled.
  expect(spans.filter(({ links }) => links.length > 0)).toMatchObject([
    { service: 'gateway', name: 'POST /graphql', parentSpanId: '', links: [clientSpan] },
  ]);
  const queries = spans.filter(isQuery);
  const services = queries.map(({ service }) => service);
  expect(services).toEqual(expect.arrayContaining(['order', 'user']));
  expect(queries.map(({ name }) => name)).toContain('INSERT outbox');
  const workers = ['inventory-worker', 'order-worker', 'product-worker', 'notification'];
  await expect.poll(servicesOfMessageQueries, waiting).toEqual(expect.arrayContaining(workers));
  expect(JSON.stringify(spans)).not.toContain(email);

  const input = { orderId: order.id, paymentToken: 'tok_success', idempotencyKey: newKey() };
  const pay = 'mutation ($input: PayOrderInput!) { payOrder(input: $input) { order { status } } }';
  const paid = await send(pay, { input }, token);
  await expectTrace(paid.traceId, [
    'gateway: POST /graphql (server)',
    '  gateway: fetch order (client)',
    '    order: POST /graphql (server)',
    '      order: create order.paid.v1 (producer)',
    '        notification: process notification.mail (consumer)',
    '          notification: send e-mail (client)',
    '        order-worker: process order.documents (consumer)',
    '          order-worker: create order.document_issued.v1 (producer)',
    '            order-worker: send order.document_issued.v1 (client)',
    '        order-worker: send order.paid.v1 (client)',
    '      order: create order.updated.v1 (producer)',
    '        order-worker: send order.updated.v1 (client)',
    '  gateway: plan (internal)',
  ]);
});
