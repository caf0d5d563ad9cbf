import { until } from '@shop/testing';
import { describe, expect, it } from 'vitest';
import {
  as,
  ping,
  placedOrders,
  registrations,
  repeat,
  run,
  startRateLimitedGateway,
  statuses,
} from '../testing/rate-limited-gateway.ts';
import { redisUrl } from '../testing/redis-url.ts';
import { send } from '../testing/send-request.ts';

const redis = await redisUrl();
const places = [
  ['in memory', {}],
  ...(redis ? [['in Redis', { REDIS_URL: redis }] as const] : []),
] as [string, Record<string, string>][];

describe.each(places)('rate limits counted %s', (_, place) => {
  it('an anonymous address may send 300 requests a minute, and a refusal has the time to wait', async () => {
    const gateway = await startRateLimitedGateway(place);
    await until('redis', () => !gateway.redis || gateway.redis.status === 'ready');
    const [first] = await repeat(299, () => ping(gateway));
    expect(first?.headers.get('ratelimit-limit')).toBe('300');
    expect(first?.headers.get('ratelimit-remaining')).toBe('299');
    const last = await ping(gateway);
    expect([last.status, last.headers.get('ratelimit-remaining')]).toEqual([200, '0']);

    const refused = await ping(gateway);
    expect([refused.status, refused.codes]).toEqual([429, ['RATE_LIMITED']]);
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect(refused.headers.get('ratelimit-reset')).toBe(String(wait));
    expect(refused.text).toContain(`Try again in ${wait} s`);
    expect((await ping(gateway, as('nel'))).status).toBe(200);
  });

  it('each user has a limit of its own, also behind a shared address', async () => {
    const gateway = await startRateLimitedGateway({
      ...place,
      RATE_LIMIT_USER: '2',
      RATE_LIMIT_ANONYMOUS: '1',
    });
    await until('redis', () => !gateway.redis || gateway.redis.status === 'ready');
    expect(statuses(await repeat(3, () => ping(gateway, as('nel'))))).toEqual([200, 200, 429]);
    expect(statuses(await repeat(3, () => ping(gateway, as('max'))))).toEqual([200, 200, 429]);
    expect(statuses(await repeat(2, () => ping(gateway)))).toEqual([200, 429]);
  });

  it('20 mutations that take a credential are allowed a minute, counted together', async () => {
    const gateway = await startRateLimitedGateway(place);
    await until('redis', () => !gateway.redis || gateway.redis.status === 'ready');
    const replies = await repeat(10, () => run(gateway, 'mutation { register }'));
    expect(new Set(statuses(replies))).toEqual(new Set([200]));
    await repeat(5, () => run(gateway, 'mutation { resetPassword }', as('nel')));
    await repeat(5, () => run(gateway, 'mutation { applyVoucher }', as('nel')));
    const before = registrations.count;
    const refused = await run(gateway, 'mutation { rename register }');
    expect([refused.status, refused.codes]).toEqual([429, ['RATE_LIMITED']]);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(registrations.count).toBe(before);
    expect((await run(gateway, 'mutation { rename }')).status).toBe(200);
  });

  it('sign-ins have a wider limit of their own, so that an office can sign in', async () => {
    const gateway = await startRateLimitedGateway({ ...place, RATE_LIMIT_CREDENTIALS: '1' });
    await until('redis', () => !gateway.redis || gateway.redis.status === 'ready');
    const aliases = (count: number) => Array.from({ length: count }, (_, n) => `a${n}: login`);
    const signIn = (count: number) => run(gateway, `mutation { ${aliases(count).join(' ')} }`);
    for (let n = 0; n < 15; n++) expect((await signIn(20)).status).toBe(200);
    expect((await signIn(1)).status).toBe(429);
    expect((await run(gateway, 'mutation { register }')).status).toBe(200);
  });

  it.each([
    ['an anonymous address', {}, as('nel')],
    ['each viewer', as('nel'), as('max')],
  ])(
    '20 orders a minute are allowed to %s, aliases and fragments included',
    async (_who, headers, others) => {
      const gateway = await startRateLimitedGateway(place);
      await until('redis', () => !gateway.redis || gateway.redis.status === 'ready');
      const order = (count: number, requester: Record<string, string> = headers) => {
        const aliases = Array.from({ length: count - 2 }, (_alias, n) => `o${n}: placeOrder`).join(
          ' ',
        );
        const fragment = 'fragment F on Mutation { f: placeOrder }';
        return run(
          gateway,
          `mutation { ${aliases} ...F ... on Mutation { i: placeOrder } } ${fragment}`,
          requester,
        );
      };
      expect(statuses([await order(12), await order(8)])).toEqual([200, 200]);
      const { count } = placedOrders;
      const refused = await order(2);
      expect([refused.status, refused.codes]).toEqual([429, ['RATE_LIMITED']]);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(placedOrders.count).toBe(count);
      expect((await run(gateway, 'mutation { rename }', headers)).status).toBe(200);
      expect((await order(20, others)).status).toBe(200);
    },
  );

  it('20 new carts a minute are allowed to an anonymous address, and existing carts are not limited', async () => {
    const gateway = await startRateLimitedGateway(place);
    await until('redis', () => !gateway.redis || gateway.redis.status === 'ready');
    const change = 'mutation ($input: CartInput!) { setCartLines(input: $input) }';
    await repeat(19, () => run(gateway, change, {}, { input: {} }));
    expect((await run(gateway, 'mutation { addCartLines(input: {}) }')).status).toBe(200);
    for (const input of [{}, { cartToken: null }]) {
      expect((await run(gateway, change, {}, { input })).status).toBe(429);
    }
    expect((await run(gateway, change, {}, { input: { cartToken: 'mine' } })).status).toBe(200);
    const inline = 'mutation ($t: String) { addCartLines(input: { cartToken: $t }) }';
    expect((await run(gateway, inline, {}, { t: 'mine' })).status).toBe(200);
    expect((await run(gateway, inline)).status).toBe(429);
    expect((await run(gateway, change, as('nel'), { input: {} })).status).toBe(200);
  });

  it('payments by gift card count as tries of a code, and payments by card do not', async () => {
    const gateway = await startRateLimitedGateway({ ...place, RATE_LIMIT_CREDENTIALS: '2' });
    await until('redis', () => !gateway.redis || gateway.redis.status === 'ready');
    const pay = (input: object) =>
      run(gateway, 'mutation ($input: PayInput!) { payOrder(input: $input) }', as('nel'), {
        input,
      });
    const codes = ['A', 'B', 'C'].map((giftCardCode) => () => pay({ giftCardCode }));
    const replies = [];
    for (const attempt of codes) replies.push(await attempt());
    expect(statuses(replies)).toEqual([200, 200, 429]);
    expect((await pay({})).status).toBe(200);
  });

  it('every alias and fragment counts, and nothing of a refused operation runs', async () => {
    const gateway = await startRateLimitedGateway({ ...place, RATE_LIMIT_CREDENTIALS: '5' });
    await until('redis', () => !gateway.redis || gateway.redis.status === 'ready');
    const before = registrations.count;
    const six = 'mutation { a: register b: register ...F ... on Mutation { c: register } } ';
    const fragment =
      'fragment F on Mutation { d: register e: register f: register @skip(if: true) }';
    expect((await run(gateway, six + fragment)).status).toBe(429);
    expect(registrations.count).toBe(before);
  });
});

describe('the cost of an operation', () => {
  const items = (first: number) => `{ items(first: ${first}) { nodes { id } } }`;
  const remaining = async (...[gateway, query, headers]: Parameters<typeof run>) =>
    (await run(gateway, query, headers)).headers.get('ratelimit-remaining');

  it('counts as one further request for each 3,000, and ordinary pages do not', async () => {
    const gateway = await startRateLimitedGateway();
    expect(await remaining(gateway, items(100))).toBe('299');
    expect(await remaining(gateway, items(6_000))).toBe('296');
    expect(await remaining(gateway, items(6_000))).toBe('293');
    expect(await remaining(gateway, items(6_000), as('nel'))).toBe('597');
  });

  it('a new operation counts as one further request for each 30 of its fields, once', async () => {
    const gateway = await startRateLimitedGateway();
    const query = `{ items(first: 1) { nodes { ${'id '.repeat(60)} } } }`;
    expect(await remaining(gateway, query)).toBe('297');
    expect(await remaining(gateway, query)).toBe('296');
  });

  it('an operation that exceeds a limit takes nothing further', async () => {
    const gateway = await startRateLimitedGateway();
    const refused = await run(gateway, items(30_000));
    expect([refused.status, refused.codes]).toEqual([400, ['QUERY_TOO_COMPLEX']]);
    expect(await remaining(gateway, items(1))).toBe('298');
  });

  it('an operation that costs more than what is left is refused before it runs', async () => {
    const gateway = await startRateLimitedGateway({ RATE_LIMIT_ANONYMOUS: '2' });
    const refused = await run(gateway, items(6_000));
    expect([refused.status, refused.codes]).toEqual([429, ['RATE_LIMITED']]);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('does not count when its unit is 0', async () => {
    const gateway = await startRateLimitedGateway({ RATE_LIMIT_COST_UNIT: '0' });
    expect(await remaining(gateway, items(6_000))).toBe('299');
  });
});

describe('each rate limit', () => {
  it('a limit of 0 switches a rule off', async () => {
    const gateway = await startRateLimitedGateway({
      RATE_LIMIT_ANONYMOUS: '0',
      RATE_LIMIT_ADDRESS: '0',
      RATE_LIMIT_CREDENTIALS: '0',
      RATE_LIMIT_ORDERS: '0',
    });
    const replies = await repeat(30, () => run(gateway, 'mutation { register placeOrder }'));
    expect(new Set(statuses(replies))).toEqual(new Set([200]));
    expect(replies[0]?.headers.get('ratelimit-limit')).toBeNull();
  });

  it('the limit of an address counts every request before its body is read', async () => {
    const gateway = await startRateLimitedGateway({ RATE_LIMIT_ADDRESS: '3' });
    const bad = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{oops' };
    expect(statuses(await repeat(3, () => send(gateway.url, bad)))).toEqual([400, 400, 400]);
    const refused = await send(gateway.url, { ...bad, headers: { ...bad.headers, ...as('nel') } });
    expect([refused.status, refused.codes]).toEqual([429, ['RATE_LIMITED']]);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
  });

  it.each(['/', '/elsewhere', '/metrics', '/health/ready', '/webhooks/payments'])(
    'requests for %s count for their address, and 404 has no exception',
    async (path) => {
      const gateway = await startRateLimitedGateway({ RATE_LIMIT_ADDRESS: '2' });
      const url = gateway.url.replace('/graphql', path);
      const [first, second, third] = await repeat(3, () => send(url));
      expect([first?.status, second?.status]).not.toContain(429);
      expect(third?.status).toBe(429);
      expect(third?.headers.get('x-content-type-options')).toBe('nosniff');
      expect((await send(gateway.url, { headers: as('nel') })).status).toBe(429);
    },
  );

  it('a page can read the refusal of its address, and preflight requests count too', async () => {
    const gateway = await startRateLimitedGateway({ RATE_LIMIT_ADDRESS: '1' });
    const headers = { origin: 'http://localhost:5173', 'access-control-request-method': 'POST' };
    const preflight = () => send(gateway.url, { method: 'OPTIONS', headers });
    expect((await preflight()).status).toBe(204);
    const refused = await preflight();
    expect(refused.status).toBe(429);
    expect(refused.headers.get('access-control-allow-origin')).toBe('http://localhost:5173');
    expect(refused.headers.get('access-control-expose-headers')).toContain('retry-after');
  });
});
