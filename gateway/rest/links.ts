import type { RestBody } from './respond.ts';
import { apiRoot, type Deprecation } from './route.ts';

/** The size of a page when the client states none. */
const defaultSize = '20';

type PageInfo = {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
};

/** Returns links to the pages around this one (RFC 8288), with all other parameters of the request. */
export function pageLinks(url: string, body: RestBody): string[] {
  const page = body['pageInfo'] as PageInfo | undefined;
  if (!page) return [];
  const [path = '', search] = url.split('?', 2);
  const query = new URLSearchParams(search);
  const size = query.get('first') ?? query.get('last') ?? defaultSize;
  const link = (rel: string, position: Readonly<Record<string, string>>) => {
    const target = new URLSearchParams(query);
    for (const name of ['first', 'after', 'last', 'before']) target.delete(name);
    for (const [name, value] of Object.entries(position)) target.set(name, value);
    return `<${path}?${target}>; rel="${rel}"`;
  };
  const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page;
  return [
    ...(hasNextPage && endCursor ? [link('next', { first: size, after: endCursor })] : []),
    ...(hasPreviousPage && startCursor ? [link('prev', { last: size, before: startCursor })] : []),
  ];
}

/** Returns the headers of a route that clients should leave (RFC 9745, RFC 8594), its successor apart. */
export const deprecationHeaders = ({ since, sunset }: Deprecation): Record<string, string> => ({
  deprecation: `@${Date.parse(since) / 1_000}`,
  sunset: new Date(sunset).toUTCString(),
});

/** Returns the link to the route to use instead. */
export const successorLinks = ({ successor }: Deprecation): string[] =>
  successor === undefined ? [] : [`<${apiRoot}${successor}>; rel="successor-version"`];
