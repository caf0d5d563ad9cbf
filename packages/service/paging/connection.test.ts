import { describe, expect, it } from 'vitest';
import { parsePage, toConnection } from './connection.ts';

const any = () => true;
const cursor = (...parts: string[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');

describe('parsePage', () => {
  it('a page without arguments has the first 20 items', () => {
    expect(parsePage('list', {}, [])).toEqual({ size: 20, backward: false, cursor: undefined });
  });

  it('a page continues from a cursor, forward or backward', () => {
    const key = cursor('list', 'a', 'b');
    expect(parsePage('list', { first: 5, after: key }, [any, any])).toMatchObject({
      cursor: ['a', 'b'],
      size: 5,
    });
    expect(parsePage('list', { last: 5, before: key }, [any, any])).toMatchObject({
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
  ])('page arguments %j are refused with BAD_USER_INPUT', (args) => {
    expect(() => parsePage('list', args, [(text) => text === 'a'])).toThrow(
      expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT' } }),
    );
  });
});

describe('toConnection', () => {
  const list = 'list';
  const keyOf = (row: string) => [row];
  const count = async () => 9;

  it('each row has a cursor from which the next page continues', () => {
    const request = parsePage(list, { first: 2 }, [any]);
    const page = toConnection({ rows: ['a', 'b'], more: true }, { list, request, keyOf, count });
    expect(page.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(parsePage(list, { after: page.pageInfo.endCursor }, [any])).toMatchObject({
      cursor: ['b'],
    });
    expect(page.nodes).toEqual(['a', 'b']);
  });

  it('a page that is read backward reports the rows beyond both ends', () => {
    const request = parsePage(list, { last: 2, before: cursor(list, 'c') }, [any]);
    const page = toConnection({ rows: ['a', 'b'], more: false }, { list, request, keyOf, count });
    expect(page.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  });

  it('a connection without rows has no cursors', () => {
    const request = parsePage(list, {}, [any]);
    const page = toConnection({ rows: [], more: false }, { list, request, keyOf, count });
    expect(page.pageInfo).toMatchObject({ startCursor: null, endCursor: null, hasNextPage: false });
  });

  it('a connection takes its nodes out of the rows', () => {
    const request = parsePage(list, {}, [any]);
    const nodeOf = (row: string) => row.toUpperCase();
    const rows = ['a', 'b'];
    const page = toConnection({ rows, more: false }, { list, request, keyOf, nodeOf, count });
    expect(page.nodes).toEqual(['A', 'B']);
    expect(page.edges).toEqual([
      { cursor: cursor(list, 'a'), node: 'A' },
      { cursor: cursor(list, 'b'), node: 'B' },
    ]);
  });
});
