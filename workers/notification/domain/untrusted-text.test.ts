import { describe, expect, it } from 'vitest';
import { safeLink, singleLine } from './untrusted-text.ts';

describe('untrusted text', () => {
  it.each([
    ['Nel\r\nBcc: x@y.example', 'Nel Bcc: x@y.example'],
    ['torn\u2028Total  €0.00', 'torn Total €0.00'],
    ['\u202egnp.exe', 'gnp.exe'],
    ['nul\0and\u001b[31mred', 'nul and [31mred'],
    ['half \ud83d', 'half \ufffd'],
    ['Zoë 👩‍🚀 <b>', 'Zoë 👩‍🚀 <b>'],
  ])('%j becomes the single line %j', (text, line) => {
    expect(singleLine(text)).toBe(line);
  });

  it.each(['a', '👩'])(
    'text longer than 300 characters is cut between two characters: %s',
    (one) => {
      expect(singleLine(one.repeat(100_000))).toBe(`${one.repeat(299)}…`);
      expect(singleLine(one.repeat(300))).toBe(one.repeat(300));
    },
  );
});

describe('untrusted URLs', () => {
  it.each([
    ['https://track.example/?n=1&m=2', 'https://track.example/?n=1&m=2'],
    ['http://track.example', 'http://track.example/'],
    ['https://track.example/"><script>', 'https://track.example/%22%3E%3Cscript%3E'],
    ['javascript:alert(1)', undefined],
    ['JaVaScRiPt:alert(1)', undefined],
    ['data:text/html,<script>', undefined],
    ['//track.example', undefined],
    [null, undefined],
  ])('only an http(s) URL becomes a link: %j gives %j', (text, link) => {
    expect(safeLink(text)).toBe(link);
  });
});
