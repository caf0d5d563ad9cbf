import { expect, it } from 'vitest';
import { isPublicAddress, isWithin, networkOf, networksField } from './network.ts';

it.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['203.0.113.7:49152', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
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
])('the address %s belongs to the network %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

it.each(['93.184.216.34', '8.8.8.8', '2606:2800:220:1::1', '2a00:1450:4001::1'])(
  '%s is a public address',
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

it.each([
  ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '169.254.169.254', '172.16.0.1'],
  ...['192.0.0.1', '192.0.2.1', '192.168.1.1', '198.18.0.1', '198.51.100.1', '203.0.113.1'],
  ...['224.0.0.1', '240.0.0.1', '255.255.255.255', '::', '::1', '::ffff:8.8.8.8', '::8.8.8.8'],
  ...['64:ff9b::8.8.8.8', '64:ff9b:1::1', '100::1', '2001:db8::1', '2002:808:808::1', '2001::1'],
  ...['fc00::1', 'fd12::1', 'fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1', 'nonsense', ''],
])('%s is not a public address', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

it('an address belongs to networks of its own kind', () => {
  const networks = networksField.parse('10.1.0.0/16, fd00::/8');
  expect(isWithin(networks, '10.1.2.3')).toBe(true);
  expect(isWithin(networks, 'fd00::7')).toBe(true);
  for (const address of ['10.2.0.1', '::ffff:10.1.2.3', '::1', 'nonsense'])
    expect(isWithin(networks, address)).toBe(false);
});

it.each(['10.1.0.0', '10.1.0.0/33', 'localhost/8', '', '10.0.0.0/8,'])(
  '%s is not a list of networks',
  (text) => {
    expect(networksField.safeParse(text).success).toBe(false);
  },
);
