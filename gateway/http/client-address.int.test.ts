import { describe, expect, it, onTestFinished } from 'vitest';
import {
  credentialSubgraph,
  ping,
  repeat,
  startRateLimitedGateway,
  statuses,
} from '../testing/rate-limited-gateway.ts';
import { startTestGateway } from '../testing/test-gateway.ts';

describe('the client address', () => {
  const from = (address: string) => ({ 'x-forwarded-for': address });
  const two = { RATE_LIMIT_ANONYMOUS: '2' };

  it('a client cannot set its own address', async () => {
    const gateway = await startRateLimitedGateway(two);
    const got: number[] = [];
    for (const n of [1, 2, 3]) got.push((await ping(gateway, from(`203.0.113.${n}`))).status);
    expect(got).toEqual([200, 200, 429]);
  });

  it('a trusted proxy sets the address, and entries before its own are ignored', async () => {
    const gateway = await startRateLimitedGateway({ ...two, TRUST_PROXY: '1' });
    const spoofed = (n: number) => ping(gateway, from(`198.51.100.${n}, 203.0.113.7`));
    expect(statuses([await spoofed(1), await spoofed(2), await spoofed(3)])).toEqual([
      200, 200, 429,
    ]);
    expect((await ping(gateway, from('203.0.113.8'))).status).toBe(200);
  });

  it('forwarding addresses of trusted networks are skipped', async () => {
    const gateway = await startRateLimitedGateway({ ...two, TRUST_PROXY: 'loopback,10.0.0.0/8' });
    const replies = await repeat(3, () => ping(gateway, from('203.0.113.9, 10.1.2.3')));
    expect(statuses(replies)).toEqual([200, 200, 429]);
    expect((await ping(gateway, from('203.0.113.10, 10.1.2.3'))).status).toBe(200);
  });

  it('IPv6 addresses of one /64 network share a limit', async () => {
    const gateway = await startRateLimitedGateway({ ...two, TRUST_PROXY: '1' });
    const replies = [];
    for (const n of ['1', 'beef', 'ffff:1']) {
      replies.push(await ping(gateway, from(`2001:db8:0:7::${n}`)));
    }
    expect(statuses(replies)).toEqual([200, 200, 429]);
    expect((await ping(gateway, from('2001:db8:0:8::1'))).status).toBe(200);
  });

  it('subgraphs receive the client address that the gateway counts by', async () => {
    const received: unknown[] = [];
    const gateway = await startTestGateway({
      sdl: credentialSubgraph.sdl,
      resolvers: { Query: { ping: (_, __, { address }) => void received.push(address) } },
      variables: { TRUST_PROXY: '1' },
    });
    onTestFinished(gateway.stop);
    await ping(gateway, from('198.51.100.1, ::ffff:203.0.113.7'));
    await ping(gateway);
    expect(received).toEqual(['203.0.113.7', '127.0.0.1']);
  });
});
