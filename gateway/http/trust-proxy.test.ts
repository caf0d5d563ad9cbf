import { parseEnv } from '@shop/service';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { trustProxy } from './trust-proxy.ts';

describe('TRUST_PROXY', () => {
  const read = (TRUST_PROXY: string) =>
    parseEnv(z.object({ TRUST_PROXY: trustProxy.default(0) }), { TRUST_PROXY }).TRUST_PROXY;

  it.each([
    ['', 0],
    ['0', 0],
    ['2', 2],
    ['10.0.0.1', ['10.0.0.1']],
    ['loopback, 10.0.0.0/8,2001:db8::/32', ['loopback', '10.0.0.0/8', '2001:db8::/32']],
  ])('TRUST_PROXY=%j is read as %j', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each(['true', '-1', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0.0/', 'proxy.example', '1,2'])(
    'TRUST_PROXY=%j is refused with its name',
    (text) => {
      expect(() => read(text)).toThrow(/TRUST_PROXY: must be a number of proxies/);
    },
  );
});
