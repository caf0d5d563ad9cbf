import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type DocumentLink, judgeDocumentLink, signDocumentLink } from './document-link.ts';

const key = createSecretKey(randomBytes(32));
const end = new Date('2026-11-29T12:00:00Z');
const before = new Date(end.getTime() - 1);

const linkOf = (id: string, of = key): DocumentLink => {
  const [, , , expiry = '', signature = ''] = signDocumentLink(of, id, end).split('/');
  return { id, expiry, signature };
};
const link = linkOf('a');

describe('a link to a document', () => {
  it('a link is valid until its end, and expired from then on', () => {
    expect(judgeDocumentLink(key, link, before)).toBe('VALID');
    expect(judgeDocumentLink(key, link, end)).toBe('EXPIRED');
  });

  it.each<[string, Partial<DocumentLink>]>([
    ['another document', { id: 'b' }],
    ['a later end', { expiry: String(Number(link.expiry) + 1) }],
    ['the same end in another spelling', { expiry: `0${link.expiry}` }],
    ['the signature of another document', { signature: linkOf('b').signature }],
    ['the signature of another key', linkOf('a', createSecretKey(randomBytes(32)))],
    ['a part of the signature', { signature: link.signature.slice(2) }],
    ['a longer signature', { signature: `${link.signature}00` }],
    ['no signature', { signature: '' }],
    ['text for a signature', { signature: 'z'.repeat(64) }],
  ])('a link with %s is forged', (_, change) => {
    expect(judgeDocumentLink(key, { ...link, ...change }, before)).toBe('FORGED');
    expect(judgeDocumentLink(key, { ...link, ...change }, end)).toBe('FORGED');
  });

  it('the path of a link is one that the gateway forwards', () => {
    const path = signDocumentLink(key, '019e2c1f-0000-7000-8000-000000000000', end);
    expect(path).toMatch(/^\/documents(\/[A-Za-z0-9-]{1,64}){3}$/);
  });
});
