import { topicOf } from '@shop/schema';
import { until } from '@shop/testing';
import { expect, it, onTestFinished } from 'vitest';
import { openClientSocket } from '../testing/subscribing-clients.ts';
import { startTestGateway } from '../testing/test-gateway.ts';

const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@authenticated"])
  scalar Date
  scalar TimeZone
  type Query { salesOfDay(date: Date!, timeZone: TimeZone!): SalesOfDay @authenticated }
  type Subscription { salesOfDayUpdated(date: Date!, timeZone: TimeZone!): SalesOfDay @authenticated }
  type SalesOfDay { date: Date! timeZone: TimeZone! orderCount: Int! }
`;

/** Starts a gateway over a subgraph with a number of orders, each of which is published. */
async function startShop() {
  const state = { orderCount: 0, reads: 0 };
  const gateway = await startTestGateway({
    sdl,
    resolvers: {
      Query: {
        salesOfDay(_, day) {
          state.reads++;
          return { ...day, orderCount: state.orderCount };
        },
      },
    },
  });
  onTestFinished(gateway.stop);
  const sell = () => {
    state.orderCount++;
    gateway.hub.publish([{ topic: topicOf.sales(), id: topicOf.sales() }]);
  };
  return { ...gateway, state, sell };
}

const nel = { authorization: 'Bearer nel' };
const query = `subscription ($date: Date!) {
  salesOfDayUpdated(date: $date, timeZone: "Europe/Berlin") { date timeZone orderCount } }`;
const variables = { date: '2026-03-01' };

it('the sales of a day are read for its day and time zone, first and after each sale', async () => {
  const shop = await startShop();
  const client = await openClientSocket(shop.url, { init: nel });
  client.subscribe('1', { query, variables });
  const sales = (orderCount: number) => ({
    payload: {
      data: {
        salesOfDayUpdated: { date: '2026-03-01', timeZone: 'Europe/Berlin', orderCount },
      },
    },
  });
  expect(await client.message('1')).toMatchObject(sales(0));
  shop.sell();
  expect(await client.message('1', 1)).toMatchObject(sales(1));
  client.subscribe('2', { query, variables: { date: '2026-02-30' } });
  expect(await client.message('2')).toMatchObject({
    type: 'error',
    payload: [{ extensions: { code: 'BAD_USER_INPUT' } }],
  });
});

it('300 sales in three seconds are read a few times, and the last message has all of them', async () => {
  const shop = await startShop();
  const client = await openClientSocket(shop.url, { init: nel });
  client.subscribe('1', { query, variables });
  await client.message('1');
  const until300 = setInterval(() => {
    if (shop.state.orderCount < 300) shop.sell();
  }, 10);
  onTestFinished(() => clearInterval(until300));
  await until('the last sale', () => JSON.stringify(client.frames).includes('"orderCount":300'));
  expect(shop.state.reads).toBeLessThan(10);
});
