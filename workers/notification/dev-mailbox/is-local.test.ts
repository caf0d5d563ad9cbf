import { expect, it } from 'vitest';
import { isLocal } from './is-local.ts';

it.each([
  ['127.0.0.1', 'localhost:4007', true],
  ['::ffff:127.0.0.1', '127.0.0.1:4007', true],
  ['::1', '[::1]:4007', true],
  ['127.0.0.1', 'shop.attacker.example:4007', false],
  ['127.0.0.1', 'localhost.attacker.example', false],
  ['127.0.0.1', undefined, false],
  ['10.0.0.7', 'localhost:4007', false],
  ['::ffff:10.0.0.7', 'localhost:4007', false],
  [undefined, 'localhost', false],
])('a request from %s for %s is local: %s', (remoteAddress, host, local) => {
  expect(isLocal({ socket: { remoteAddress }, headers: { host } })).toBe(local);
});
