import type { LookupAddress } from 'node:dns';
import { networksField } from '@shop/domain';
import { expect, it } from 'vitest';
import { createTargets } from './targets.ts';

const hosts: Readonly<Record<string, readonly string[]>> = {
  'public.example': ['93.184.216.34', '2606:2800:220:1::1'],
  'private.example': ['10.0.0.7'],
  'mixed.example': ['93.184.216.34', '127.0.0.1'],
  'local.example': ['127.0.0.1', '::1'],
};
const resolve = async (host: string): Promise<LookupAddress[]> => {
  const addresses = hosts[host];
  if (!addresses) throw Object.assign(new Error('ENOTFOUND'), { code: 'ENOTFOUND' });
  return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
};
const strict = createTargets([], resolve);
const local = createTargets(networksField.parse('127.0.0.0/8, ::1/128'), resolve);
const faultOf = (targets: typeof strict, url: string) => targets.faultOf(new URL(url));

it.each(['https://public.example/a', 'https://93.184.216.34/', 'https://public.example:8443/'])(
  '%s is allowed',
  async (url) => {
    expect(await faultOf(strict, url)).toBeUndefined();
  },
);

it.each([
  ['https://private.example/', 'must lead to public addresses only'],
  ['https://mixed.example/', 'must lead to public addresses only'],
  ['https://127.0.0.1/', 'must lead to public addresses only'],
  ['https://2130706433/', 'must lead to public addresses only'],
  ['https://0x7f.1/', 'must lead to public addresses only'],
  ['https://[::1]/', 'must lead to public addresses only'],
  ['https://[::ffff:93.184.216.34]/', 'must lead to public addresses only'],
  ['https://unknown.example/', 'must have a host that can be resolved'],
  ['http://public.example/', 'must be an https:// URL'],
  ['http://93.184.216.34/', 'must be an https:// URL'],
])('%s is refused: %s', async (url, fault) => {
  expect(await faultOf(strict, url)).toBe(fault);
});

it('allowed networks may be reached by http and https, and others stay forbidden', async () => {
  for (const url of ['http://local.example/', 'http://127.0.0.1:8080/', 'https://mixed.example/'])
    expect(await faultOf(local, url)).toBeUndefined();
  expect(await faultOf(local, 'http://public.example/')).toBe('must be an https:// URL');
  expect(await faultOf(local, 'https://10.0.0.7/')).toBe('must lead to public addresses only');
});
