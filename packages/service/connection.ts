import type { Page, PageRequest } from '@shop/schema';
import { badInput } from './errors.ts';

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

function decode(list: string, cursor: string): string[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parts) && parts[0] === list && parts.every((x) => typeof x === 'string')) {
      return parts.slice(1);
    }
  } catch {
    // Falls through: not one of our cursors.
  }
  throw badInput('The cursor does not belong to this list.');
}

/** Checks page arguments. Throws BAD_USER_INPUT for sizes outside 1 to 100, both directions, foreign cursors. */
export function readPage(list: string, args: PageArguments): PageRequest {
  const { first, after, last, before } = args;
  if (first != null && last != null) throw badInput('Give `first` or `last`, not both.');
  if (after != null && before != null) throw badInput('Give `after` or `before`, not both.');
  const backward = last != null || (before != null && first == null);
  if (backward ? after != null : before != null) {
    throw badInput('`first` goes with `after`, `last` with `before`.');
  }
  const size = (backward ? last : first) ?? defaultSize;
  if (size < 1 || size > maxSize) throw badInput(`A page has 1 to ${maxSize} items.`);
  const cursor = backward ? before : after;
  return { size, backward, cursor: cursor == null ? undefined : decode(list, cursor) };
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
