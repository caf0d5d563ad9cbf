import { describe, expect, it } from 'vitest';
import { readPage, toConnection } from './connection.ts';

const any = () => true;
const cursor = (...parts: string[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');

describe('page arguments', () => {
  it('ask for 20 from the start when nothing is said', () => {
    expect(readPage('list', {}, [])).toEqual({ size: 20, backward: false, cursor: undefined });
  });

  it('go on from a cursor, forward or backward', () => {
    const key = cursor('list', 'a', 'b');
    expect(readPage('list', { first: 5, after: key }, [any, any])).toMatchObject({
      cursor: ['a', 'b'],
      size: 5,
    });
    expect(readPage('list', { last: 5, before: key }, [any, any])).toMatchObject({
      backward: true,
    });
  });

  it.each([
    [{ first: 0 }],
    [{ first: 101 }],
    [{ last: -1 }],
    [{ first: 1, last: 1 }],
    [{ first: 1, before: cursor('list', 'a') }],
    [{ last: 1, after: cursor('list', 'a') }],
    [{ after: cursor('list', 'a'), before: cursor('list', 'a') }],
    [{ after: cursor('other', 'a') }],
    [{ after: 'rubbish' }],
    [{ after: '' }],
    [{ after: cursor('list') }],
    [{ after: cursor('list', 'b') }],
    [{ after: cursor('list', 'a', 'a') }],
    [{ after: Buffer.from('["list",7]').toString('base64url') }],
  ])('%j are refused', (args) => {
    expect(() => readPage('list', args, [(text) => text === 'a'])).toThrow(
      expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT' } }),
    );
  });
});

describe('a connection', () => {
  const keyOf = (row: string) => [row];
  const count = async () => 9;

  it('has cursors that lead on from each item', () => {
    const request = readPage('list', { first: 2 }, [any]);
    const page = toConnection('list', request, { rows: ['a', 'b'], more: true }, keyOf, count);
    expect(page.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(readPage('list', { after: page.pageInfo.endCursor }, [any])).toMatchObject({
      cursor: ['b'],
    });
    expect(page.nodes).toEqual(['a', 'b']);
  });

  it('knows what lies on either side when read backward', () => {
    const request = readPage('list', { last: 2, before: cursor('list', 'c') }, [any]);
    const page = toConnection('list', request, { rows: ['a', 'b'], more: false }, keyOf, count);
    expect(page.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  });

  it('of nothing has no cursors', () => {
    const page = toConnection(
      'list',
      readPage('list', {}, [any]),
      { rows: [], more: false },
      keyOf,
      count,
    );
    expect(page.pageInfo).toMatchObject({ startCursor: null, endCursor: null, hasNextPage: false });
  });
});
