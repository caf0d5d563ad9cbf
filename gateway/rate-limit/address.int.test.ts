import { describe, expect, it, onTestFinished } from 'vitest';
import { startTestGateway } from '../testing/gateway.ts';
import { ping, repeat, sdl, start, statuses } from '../testing/rate-limited-shop.ts';

describe('the address', () => {
  const from = (address: string) => ({ 'x-forwarded-for': address });
  const two = { RATE_LIMIT_VISITOR: '2' };

  it('is not what a client says it is', async () => {
    const gateway = await start(two);
    const replies = [1, 2, 3].map((n) => () => ping(gateway, from(`203.0.113.${n}`)));
    const got: number[] = [];
    for (const reply of replies) got.push((await reply()).status);
    expect(got).toEqual([200, 200, 429]);
  });

  it('is what a trusted proxy says it is, and nothing that stood there before', async () => {
    const gateway = await start({ ...two, TRUST_PROXY: '1' });
    const spoofed = (n: number) => ping(gateway, from(`198.51.100.${n}, 203.0.113.7`));
    expect(statuses([await spoofed(1), await spoofed(2), await spoofed(3)])).toEqual([
      200, 200, 429,
    ]);
    expect((await ping(gateway, from('203.0.113.8'))).status).toBe(200);
  });

  it('of a trusted network is skipped', async () => {
    const gateway = await start({ ...two, TRUST_PROXY: 'loopback,10.0.0.0/8' });
    const replies = await repeat(3, () => ping(gateway, from('203.0.113.9, 10.1.2.3')));
    expect(statuses(replies)).toEqual([200, 200, 429]);
    expect((await ping(gateway, from('203.0.113.10, 10.1.2.3'))).status).toBe(200);
  });

  it('in IPv6 stands for its /64 network', async () => {
    const gateway = await start({ ...two, TRUST_PROXY: '1' });
    const replies = [];
    for (const n of ['1', 'beef', 'ffff:1']) {
      replies.push(await ping(gateway, from(`2001:db8:0:7::${n}`)));
    }
    expect(statuses(replies)).toEqual([200, 200, 429]);
    expect((await ping(gateway, from('2001:db8:0:8::1'))).status).toBe(200);
  });

  it('that subgraphs hear is the same', async () => {
    const heard: unknown[] = [];
    const gateway = await startTestGateway({
      sdl,
      resolvers: { Query: { ping: (_, __, { address }) => void heard.push(address) } },
      variables: { TRUST_PROXY: '1' },
    });
    onTestFinished(gateway.stop);
    await ping(gateway, from('198.51.100.1, ::ffff:203.0.113.7'));
    await ping(gateway);
    expect(heard).toEqual(['203.0.113.7', '127.0.0.1']);
  });
});
