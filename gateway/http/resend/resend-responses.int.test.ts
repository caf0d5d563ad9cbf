import { createHash } from 'node:crypto';
import { until } from '@shop/testing';
import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import { as, startResendingGateway, thrice } from '../../testing/resending-gateway.ts';

const price = 'query Price { product { price } }';
const preflight = { 'apollo-require-preflight': '1' };

describe('a response that is sent again', () => {
  it.each(['identity', 'gzip', 'br'])(
    'has the body and the headers of the one before, with the encoding %s',
    async (encoding) => {
      const { ask, values } = await startResendingGateway();
      values.text = 'long '.repeat(1_000);
      const headers = { 'accept-encoding': encoding, origin: 'http://localhost:3000' };
      const send = () => ask('{ product { price text } }', headers);
      await send();
      const cached = await send();
      const again = await send();
      expect([cached.isResent, again.isResent]).toEqual([false, true]);
      const comparable = (reply: typeof again) =>
        [...reply.headers].filter(
          ([name]) =>
            ![
              'date',
              'x-request-id',
              'cache-control',
              'ratelimit-reset',
              'ratelimit-remaining',
            ].includes(name),
        );
      expect(again.text).toBe(cached.text);
      expect(comparable(again)).toEqual(comparable(cached));
      expect(again.headers.get('content-encoding')).toBe(encoding === 'identity' ? null : encoding);
      expect(again.headers.get('vary')).toContain('Authorization');
      expect(again.headers.get('access-control-allow-origin')).toBe('http://localhost:3000');
      expect(again.headers.get('x-request-id')).not.toBe(cached.headers.get('x-request-id'));
    },
  );

  it('reports the age that is left', async () => {
    const { ask } = await startResendingGateway();
    const available = '{ product { available } }';
    const first = await ask(available);
    expect(first.headers.get('cache-control')).toBe('max-age=5, public');
    await ask(available);
    const older = await until('an older response', async () => {
      const { isResent, headers } = await ask(available);
      return isResent && headers.get('cache-control') === 'max-age=3, public';
    });
    expect(older).toBe(true);
  });

  it('is found by GET too, and a request with a condition takes the whole way to 304', async () => {
    const { get, url, resent } = await startResendingGateway();
    const again = await thrice(() => get({ query: price }, preflight));
    expect(again).toMatchObject({ isResent: true, status: 200 });
    const before = resent();
    // `fetch` would send `cache-control: no-cache` with a condition.
    const { statusCode } = await request(`${url}?${new URLSearchParams({ query: price })}`, {
      headers: { ...preflight, 'if-none-match': again.headers.get('etag') ?? '' },
    });
    expect([statusCode, resent()]).toEqual([304, before]);
  });

  it.each([
    ['other variables', { variables: { currency: 'USD' } }],
    ['another operation name', { operationName: 'Other' }],
  ])('is not sent for %s', async (_, other) => {
    const { post } = await startResendingGateway();
    const query =
      'query Price($currency: String) { product { price(currency: $currency) } } query Other { drafts { price } }';
    const body = { query, operationName: 'Price', variables: { currency: 'EUR' } };
    expect(await thrice(() => post(body))).toMatchObject({ isResent: true });
    expect(await post({ ...body, ...other })).toMatchObject({ isResent: false, status: 200 });
  });

  it('may have been asked for by the hash of its document', async () => {
    const { post } = await startResendingGateway();
    const hash = createHash('sha256').update(price).digest('hex');
    const extensions = { persistedQuery: { version: 1, sha256Hash: hash } };
    expect((await post({ extensions })).codes).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
    await post({ extensions, query: price });
    for (const body of [{ extensions }, { documentId: `sha256:${hash}` }])
      expect(await thrice(() => post(body))).toMatchObject({ isResent: true, codes: [] });
  });
});

describe('a response is not sent again', () => {
  it('after an event, and after a mutation', async () => {
    const { ask, store, values } = await startResendingGateway();
    expect(await thrice(() => ask(price))).toMatchObject({ isResent: true });
    values.price = 11;
    await store?.invalidate(['product']);
    expect(await thrice(() => ask(price))).toMatchObject({
      isResent: true,
      text: expect.stringContaining('11'),
    });
    await ask('mutation { price(to: 12) { id } }');
    expect(await ask(price)).toMatchObject({
      isResent: false,
      text: expect.stringContaining('12'),
    });
  });

  it('to another audience', async () => {
    const { ask } = await startResendingGateway();
    const drafts = '{ drafts { price } }';
    const ofStaff = await thrice(() => ask(drafts, as('staff ann')));
    expect(ofStaff).toMatchObject({ isResent: true, text: '{"data":{"drafts":{"price":10}}}\n' });
    expect(ofStaff.headers.get('cache-control')).toMatch(/^max-age=\d+, private$/);
    expect(await ask(drafts, as('staff bob'))).toMatchObject({ isResent: true });
    for (const headers of [{}, as('bob')])
      expect(await ask(drafts, headers)).toMatchObject({
        isResent: false,
        text: '{"data":{"drafts":null}}\n',
      });
    // Viewers without scopes and anonymous clients are one audience.
    expect(await ask(drafts, as('carl'))).toMatchObject({ isResent: true });
  });

  it('when it depends on its viewer, or on more than the response cache knows', async () => {
    const { ask } = await startResendingGateway();
    for (const query of ['{ product { seenBy } }', '{ product { price } unhinted }', '{ broken }'])
      expect(await thrice(() => ask(query, as('ann')))).toMatchObject({ isResent: false });
    expect(await ask('{ product { seenBy } }', as('bob'))).toMatchObject({
      text: '{"data":{"product":{"seenBy":"bob"}}}\n',
    });
  });

  it('to an expired token, which has a hint', async () => {
    const { ask } = await startResendingGateway();
    const last = await thrice(() => ask(price, as('expired')));
    expect(last).toMatchObject({ isResent: false, text: expect.stringContaining('EXPIRED') });
    expect((await thrice(() => ask(price))).text).not.toContain('EXPIRED');
    expect((await ask(price, as('expired'))).text).toContain('EXPIRED');
  });
});
