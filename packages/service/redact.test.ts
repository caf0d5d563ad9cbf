import { expect, it } from 'vitest';
import { createLog } from './log.ts';

/** Returns what the log writes about an error with this message. */
function written(message: string): string {
  const lines: string[] = [];
  const log = createLog('test', 'info', { write: (line) => void lines.push(line) });
  log.child({ part: 'mail' }).warn({ err: new Error(message) }, message);
  return lines.join('');
}

it.each([
  ['an e-mail address', '550 <nel+shop@mail.shop.example> is full', 'nel'],
  ['an e-mail address of any script', 'Key (email)=(nel@münchen.de) already exists.', 'nel'],
  ['an e-mail address in a URL', 'GET /users?email=nel@shop.example', 'nel@'],
  ['a token', 'Bearer eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJuZWwifQ.c2lnbmF0dXJl is invalid', 'eyJ'],
  ['the secret of a webhook', 'signed with whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'MfKQ'],
  ['the password of a URL', 'connect postgres://shop:hunter2@db:5432/shop', 'hunter2'],
  ['a password with other signs', 'amqp://shop:p%40ss:word@rabbitmq', 'ss:word'],
])('%s is redacted in the message and the stack of an error', (_, message, secret) => {
  const line = written(message);
  expect(line).not.toContain(secret);
  const { err, msg } = JSON.parse(line) as { err: { message: string; stack: string }; msg: string };
  for (const text of [err.message, err.stack, msg]) expect(text).toContain('[redacted]');
});

it.each([
  'node_modules/@apollo/server/dist/index.js:10:5',
  'turbo@2.11.9 at 10.0.0.1:5432',
  'http://127.0.0.1:4001/graphql',
  'https://shop.example/a?b=c',
])('%s is not redacted', (message) => {
  expect(written(message)).toContain(`"msg":"${message}"`);
});
