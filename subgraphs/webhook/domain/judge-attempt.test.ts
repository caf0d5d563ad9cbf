import { newId } from '@shop/domain';
import { expect, it } from 'vitest';
import type { DueDelivery } from './delivery.ts';
import { judgeAttempt } from './judge-attempt.ts';

const now = new Date('2026-03-01T09:30:00.000Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const policy = {
  ...{ maxAttempts: 3, firstDelayMs: 1_000, longestDelayMs: 5_000 },
  disableAfterMs: 120 * 3_600_000,
};
const delivery = (attempts: number, failingSince: Date | null = null, event = 'ORDER_PAID') =>
  ({
    ...{ id: newId(), endpointId: newId(), eventId: newId(), event, attempts },
    ...{ format: 'SIMPLE', body: '{}', createdAt: now },
    endpoint: {
      ...{ url: 'https://a.example', secret: '', previousSecret: null },
      ...{ previousSecretExpiresAt: null, failingSince },
    },
  }) satisfies DueDelivery;
const judge = (one: DueDelivery, result: Parameters<typeof judgeAttempt>[1]) =>
  judgeAttempt(one, result, policy, now, 0.5);

it.each([200, 201, 204, 299])('a response %i is a success', (status) => {
  expect(judge(delivery(1), { status })).toEqual({
    ...{ status: 'DELIVERED', nextAttemptAt: null, error: null, disable: null },
  });
});

it.each([301, 302, 400, 404, 429, 500, 503])('a response %i is tried again', (status) => {
  expect(judge(delivery(2), { status })).toEqual({
    status: 'PENDING',
    nextAttemptAt: new Date(now.getTime() + 3_000),
    error: `The response has the status ${status}.`,
    disable: null,
  });
});

it('no response is tried again, and the last attempt parks the delivery', () => {
  const result = { error: 'connect ECONNREFUSED' };
  expect(judge(delivery(1), result)).toMatchObject({ status: 'PENDING', error: result.error });
  expect(judge(delivery(3), result)).toMatchObject({ status: 'PARKED', nextAttemptAt: null });
});

it('a ping has one attempt', () => {
  expect(judge(delivery(1, null, 'PING'), { status: 500 })).toMatchObject({ status: 'PARKED' });
});

it('410 disables the endpoint at once', () => {
  expect(judge(delivery(1), { status: 410 })).toMatchObject({
    status: 'PARKED',
    disable: 'The receiver has responded 410 Gone.',
  });
});

it('an endpoint that has failed for five days is disabled with the last reason, and not an hour earlier', () => {
  expect(judge(delivery(1, hoursAgo(119)), { status: 500 })).toMatchObject({ disable: null });
  expect(judge(delivery(1, hoursAgo(120)), { status: 500 })).toMatchObject({
    status: 'PARKED',
    disable:
      'Every delivery has failed since 2026-02-24T09:30:00.000Z. The response has the status 500.',
  });
});
