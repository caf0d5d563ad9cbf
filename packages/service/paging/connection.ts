import type { KeyPart, Page, PageRequest } from '@shop/domain';
import { badUserInput } from '../errors.ts';

const defaultSize = 20;
const maxSize = 100;

export type PageArguments = {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
};

const encode = (list: string, key: readonly string[]) =>
  Buffer.from(JSON.stringify([list, ...key])).toString('base64url');

function decode(list: string, cursor: string, parts: readonly KeyPart[]): string[] {
  const [name, ...key] = textsIn(cursor);
  const fits = key.length === parts.length && parts.every((isPart, n) => isPart(key[n] ?? ''));
  if (name === list && fits) return key;
  throw badUserInput('The cursor does not belong to this list.');
}

/** Returns the texts that a cursor is made of; none of an invalid cursor. */
function textsIn(cursor: string): string[] {
  try {
    const texts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(texts) && texts.every((x) => typeof x === 'string') ? texts : [];
  } catch {
    return [];
  }
}

/**
 * Parses page arguments; `parts` are those of the list's sort key. Throws BAD_USER_INPUT for sizes outside
 * 1 to 100, for both directions at once, and for cursors of another list or with invalid parts.
 */
export function parsePage(
  list: string,
  args: PageArguments,
  parts: readonly KeyPart[],
): PageRequest {
  const { first, after, last, before } = args;
  if (first != null && last != null) throw badUserInput('Give `first` or `last`, not both.');
  if (after != null && before != null) throw badUserInput('Give `after` or `before`, not both.');
  const backward = last != null || (before != null && first == null);
  if (backward ? after != null : before != null) {
    throw badUserInput('`first` goes with `after`, `last` with `before`.');
  }
  const size = (backward ? last : first) ?? defaultSize;
  if (size < 1 || size > maxSize) throw badUserInput(`A page has 1 to ${maxSize} items.`);
  const cursor = backward ? before : after;
  return { size, backward, cursor: cursor == null ? undefined : decode(list, cursor, parts) };
}

export type Connection<T> = {
  readonly edges: { readonly cursor: string; readonly node: T }[];
  readonly nodes: T[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: () => Promise<number>;
};

type ConnectionOptions<Row> = {
  /** Name of the list, which its cursors carry. */
  readonly list: string;
  readonly request: PageRequest;
  readonly keyOf: (row: Row) => readonly string[];
  /** Runs only when `totalCount` is selected. */
  readonly count: () => Promise<number>;
};

/** Returns a Relay connection over one page of rows, or over the nodes that `nodeOf` takes from them. */
export function toConnection<Row, Node>(
  page: Page<Row>,
  options: ConnectionOptions<Row> & { readonly nodeOf: (row: Row) => Node },
): Connection<Node>;
export function toConnection<Row>(
  page: Page<Row>,
  options: ConnectionOptions<Row>,
): Connection<Row>;
export function toConnection<Row>(
  { rows, more }: Page<Row>,
  {
    list,
    request: { backward, cursor },
    keyOf,
    count,
    nodeOf = (row) => row,
  }: ConnectionOptions<Row> & { readonly nodeOf?: (row: Row) => unknown },
): Connection<unknown> {
  const edges = rows.map((row) => ({ cursor: encode(list, keyOf(row)), node: nodeOf(row) }));
  const hasRowsBeforeCursor = cursor !== undefined;
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: backward ? hasRowsBeforeCursor : more,
      hasPreviousPage: backward ? more : hasRowsBeforeCursor,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: count,
  };
}
