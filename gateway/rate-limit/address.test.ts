import { parseEnv } from '@shop/service';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { addressGroup } from './address.ts';
import { trustProxy } from './trust-proxy.ts';

describe('what requests are counted by', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['203.0.113.7:49152', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002:0000::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['64:ff9b::203.0.113.7', '64:ff9b:0:0::/64'],
    ['nonsense', 'unknown'],
    ['999.1.1.1', 'unknown'],
    ['', 'unknown'],
    [undefined, 'unknown'],
  ])('%s is counted as %s', (address, group) => {
    expect(addressGroup(address)).toBe(group);
  });
});

describe('TRUST_PROXY', () => {
  const read = (TRUST_PROXY: string) =>
    parseEnv(z.object({ TRUST_PROXY: trustProxy.default(0) }), { TRUST_PROXY }).TRUST_PROXY;

  it.each([
    ['', 0],
    ['0', 0],
    ['2', 2],
    ['10.0.0.1', ['10.0.0.1']],
    ['loopback, 10.0.0.0/8,2001:db8::/32', ['loopback', '10.0.0.0/8', '2001:db8::/32']],
  ])('%j is taken as %j', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each(['true', '-1', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0.0/', 'proxy.example', '1,2'])(
    '%j is refused by name',
    (text) => {
      expect(() => read(text)).toThrow(/TRUST_PROXY: must be a number of proxies/);
    },
  );
});
