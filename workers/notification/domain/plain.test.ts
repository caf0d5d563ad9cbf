import { describe, expect, it } from 'vitest';
import { plain, webAddress } from './plain.ts';

describe('what somebody wrote', () => {
  it.each([
    ['Nel\r\nBcc: x@y.example', 'Nel Bcc: x@y.example'],
    ['torn\u2028Total  €0.00', 'torn Total €0.00'],
    ['\u202egnp.exe', 'gnp.exe'],
    ['nul\0and\u001b[31mred', 'nul and [31mred'],
    ['half \ud83d', 'half \ufffd'],
    ['Zoë 👩‍🚀 <b>', 'Zoë 👩‍🚀 <b>'],
  ])('%j is one line: %j', (text, line) => {
    expect(plain(text)).toBe(line);
  });

  it.each(['a', '👩'])('is cut when it is endless, between two characters: %s', (one) => {
    expect(plain(one.repeat(100_000))).toBe(`${one.repeat(299)}…`);
    expect(plain(one.repeat(300))).toBe(one.repeat(300));
  });
});

describe('an address is a link', () => {
  it.each([
    ['https://track.example/?n=1&m=2', 'https://track.example/?n=1&m=2'],
    ['http://track.example', 'http://track.example/'],
    ['https://track.example/"><script>', 'https://track.example/%22%3E%3Cscript%3E'],
    ['javascript:alert(1)', undefined],
    ['JaVaScRiPt:alert(1)', undefined],
    ['data:text/html,<script>', undefined],
    ['//track.example', undefined],
    [null, undefined],
  ])('%j: %j', (text, link) => {
    expect(webAddress(text)).toBe(link);
  });
});
