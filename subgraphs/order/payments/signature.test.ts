import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isSigned, signatureOf, toleranceSeconds, webhookSecrets } from './signature.ts';

const [secret, other] = ['s'.repeat(32), 'o'.repeat(43)];
const body = Buffer.from('{"id":"evt_1"} é');
const now = new Date('2026-01-02T03:04:05.999Z');
const at = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
const signed = signatureOf(body, secret, now);
const good = (header: string | undefined, secrets = [secret], time = now, text = body) =>
  isSigned(text, header, secrets, time);
const [t, v1] = signed.split(',') as [string, string];

describe('a signature', () => {
  it('is the HMAC-SHA256 of time, dot and body', () => {
    const text = Buffer.concat([Buffer.from('1767323045.'), body]);
    const expected = createHmac('sha256', secret).update(text).digest('hex');
    expect(signed).toBe(`t=1767323045,v1=${expected}`);
    expect(good(signed)).toBe(true);
  });

  it('is good for five minutes, whichever clock is ahead, and not a second more', () => {
    for (const sign of [-1, 1]) {
      expect(good(signed, [secret], at(sign * toleranceSeconds))).toBe(true);
      expect(good(signed, [secret], at(sign * (toleranceSeconds + 1)))).toBe(false);
    }
  });

  it('is good for its body and its time alone', () => {
    expect(good(signed, [secret], now, Buffer.from('{"id":"evt_2"} é'))).toBe(false);
    expect(good(signed, [secret], now, Buffer.alloc(0))).toBe(false);
    expect(good(`t=1767323046,${v1}`)).toBe(false);
  });

  it('is good with either secret while they change, on either side', () => {
    expect(good(signed, [other, secret])).toBe(true);
    expect(good(signed, [other])).toBe(false);
    const both = `${t},v1=${'0'.repeat(64)},${v1},v0=abc`;
    expect(good(both)).toBe(true);
    expect(good(both, [other])).toBe(false);
  });

  it('may have spaces between its parts', () => {
    expect(good(`${t}, ${v1}`)).toBe(true);
  });

  it.each([
    ['nothing', undefined],
    ['an empty header', ''],
    ['no time', v1],
    ['no signature', t],
    ['two times', `${t},${t},${v1}`],
    ['a time that is no number', `t=1e9,${v1}`],
    ['a negative time', `t=-1,${v1}`],
    ['a huge time', `t=${'9'.repeat(400)},${v1}`],
    ['half a signature', `${t},${v1.slice(0, -2)}`],
    ['a signature and more', `${t},${v1}00`],
    ['another scheme', `${t},${v1.replace('v1', 'v2')}`],
    ['no hex', `${t},v1=${'z'.repeat(64)}`],
    ['an empty signature', `${t},v1=`],
  ])('is not %s', (_, header) => {
    expect(good(header)).toBe(false);
  });
});

describe('the secrets', () => {
  it('are one or several of 32 characters or more', () => {
    expect(webhookSecrets.parse(secret)).toEqual([secret]);
    expect(webhookSecrets.parse(`${secret}, ${other}`)).toEqual([secret, other]);
  });

  it.each(['', 'short', `${secret},`, `${secret},short`, ' '.repeat(40)])('are not %j', (text) => {
    expect(webhookSecrets.safeParse(text).success).toBe(false);
  });
});
