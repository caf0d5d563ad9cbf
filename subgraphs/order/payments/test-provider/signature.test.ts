import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isSigned, signatureOf, toleranceSeconds, webhookSecrets } from './signature.ts';

const [secret, other] = ['s'.repeat(32), 'o'.repeat(43)];
const body = Buffer.from('{"id":"evt_1"} é');
const now = new Date('2026-01-02T03:04:05.999Z');
const at = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
const signed = signatureOf(body, secret, now);
const isValid = (header: string | undefined, secrets = [secret], time = now, text = body) =>
  isSigned(text, header, secrets, time);
const [t, v1] = signed.split(',') as [string, string];

describe('webhook signature', () => {
  it('a signature is the HMAC-SHA256 of time, dot and body', () => {
    const text = Buffer.concat([Buffer.from('1767323045.'), body]);
    const expected = createHmac('sha256', secret).update(text).digest('hex');
    expect(signed).toBe(`t=1767323045,v1=${expected}`);
    expect(isValid(signed)).toBe(true);
  });

  it('a signature is valid for five minutes before and after its time', () => {
    for (const sign of [-1, 1]) {
      expect(isValid(signed, [secret], at(sign * toleranceSeconds))).toBe(true);
      expect(isValid(signed, [secret], at(sign * (toleranceSeconds + 1)))).toBe(false);
    }
  });

  it('a signature is valid for its body and its time only', () => {
    expect(isValid(signed, [secret], now, Buffer.from('{"id":"evt_2"} é'))).toBe(false);
    expect(isValid(signed, [secret], now, Buffer.alloc(0))).toBe(false);
    expect(isValid(`t=1767323046,${v1}`)).toBe(false);
  });

  it('either secret is accepted while secrets rotate, on either side', () => {
    expect(isValid(signed, [other, secret])).toBe(true);
    expect(isValid(signed, [other])).toBe(false);
    const both = `${t},v1=${'0'.repeat(64)},${v1},v0=abc`;
    expect(isValid(both)).toBe(true);
    expect(isValid(both, [other])).toBe(false);
  });

  it('a signature may have spaces between its parts', () => {
    expect(isValid(`${t}, ${v1}`)).toBe(true);
  });

  it.each([
    ['a missing header', undefined],
    ['an empty header', ''],
    ['a header without a time', v1],
    ['a header without a signature', t],
    ['two times', `${t},${t},${v1}`],
    ['a time that is not a number', `t=1e9,${v1}`],
    ['a negative time', `t=-1,${v1}`],
    ['a huge time', `t=${'9'.repeat(400)},${v1}`],
    ['a truncated signature', `${t},${v1.slice(0, -2)}`],
    ['a signature with extra digits', `${t},${v1}00`],
    ['another scheme', `${t},${v1.replace('v1', 'v2')}`],
    ['a signature that is not hexadecimal', `${t},v1=${'z'.repeat(64)}`],
    ['an empty signature', `${t},v1=`],
  ])('%s is not a valid signature', (_, header) => {
    expect(isValid(header)).toBe(false);
  });
});

describe('webhook secrets', () => {
  it('one or several secrets of at least 32 characters are accepted', () => {
    expect(webhookSecrets.parse(secret)).toEqual([secret]);
    expect(webhookSecrets.parse(`${secret}, ${other}`)).toEqual([secret, other]);
  });

  it.each(['', 'short', `${secret},`, `${secret},short`, ' '.repeat(40)])(
    '%j is refused',
    (text) => {
      expect(webhookSecrets.safeParse(text).success).toBe(false);
    },
  );
});
