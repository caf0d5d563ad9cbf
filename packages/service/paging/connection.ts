import type { KeyPart, Page, PageRequest } from '@shop/domain';
import { badUserInput } from './errors.ts';

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

/** The texts that a cursor is made of; none when it is not one of ours. */
function textsIn(cursor: string): string[] {
  try {
    const texts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(texts) && texts.every((x) => typeof x === 'string') ? texts : [];
  } catch {
    return [];
  }
}

/**
 * Checks page arguments; `parts` are those of the list's sort key. Throws BAD_USER_INPUT for sizes outside
 * 1 to 100, both directions, and cursors of another list or with parts that no item of it has.
 */
export function readPage(
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

/** A Relay connection over one page. `count` runs only when `totalCount` is selected. */
export function toConnection<T>(
  list: string,
  request: PageRequest,
  page: Page<T>,
  keyOf: (row: T) => readonly string[],
  count: () => Promise<number>,
): Connection<T> {
  const edges = page.rows.map((node) => ({ cursor: encode(list, keyOf(node)), node }));
  const beyondCursor = request.cursor !== undefined;
  return {
    edges,
    nodes: [...page.rows],
    pageInfo: {
      hasNextPage: request.backward ? beyondCursor : page.more,
      hasPreviousPage: request.backward ? page.more : beyondCursor,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: count,
  };
}
