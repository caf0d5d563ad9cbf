import { topicOf } from '@shop/schema';
import { until } from '@shop/testing';
import { buildSchema, type OperationDefinitionNode, parse } from 'graphql';
import { expect, it } from 'vitest';
import type { GatewayContext } from '../context.ts';
import { viewer } from '../testing/caching-gateway.ts';
import { openSubscription } from './open-subscription.ts';
import { createUpdateHub } from './update-hub.ts';

const schema = buildSchema(`
  type Query { order(id: ID, token: String): Order }
  type Subscription { orderUpdated(id: ID!, orderToken: String): Order }
  type Order { status: String }
`);
const document = parse('subscription { orderUpdated(id: "o1") { status } }');
const operation = document.definitions[0] as OperationDefinitionNode;

it('updates above the limit are read later, and then as one', async () => {
  const hub = createUpdateHub();
  const state = { status: 'PENDING', reads: 0, isAllowed: true, refusals: 0 };
  const stream = openSubscription(
    {
      hub,
      read: async () => ({
        data: { orderUpdated: { status: `${state.status} ${++state.reads}` } },
      }),
      rateLimits: {
        async byUpdates() {
          state.refusals += Number(!state.isAllowed);
          return { allowed: state.isAllowed, limit: 1, remaining: 0, resetSeconds: 0.05 };
        },
      },
      formatError: (error) => error,
      meter: { subscribed: () => () => undefined, sent: () => undefined },
      timeoutMs: 1_000,
    },
    { schema, document, operation, queryHash: 'q', variables: {} },
    {
      session: { viewer: viewer('nel'), check: async () => {}, close() {} },
      context: {} as GatewayContext,
      onEnd() {},
    },
  );
  expect((await stream.next()).value?.data?.['orderUpdated']).toEqual({ status: 'PENDING 1' });
  state.isAllowed = false;
  const next = stream.next();
  for (const status of ['CONFIRMED', 'PAID']) {
    state.status = status;
    hub.publish([{ topic: topicOf.order('o1'), id: 'o1' }]);
    const refused = state.refusals;
    await until('a refusal', () => state.refusals > refused);
  }
  expect(state.reads).toBe(1);
  state.isAllowed = true;
  expect((await next).value?.data?.['orderUpdated']).toEqual({ status: 'PAID 2' });
  await stream.return();
});
