import type { RequestContext } from '../plan/subgraph-reply.ts';

/**
 * Restricts the cache policy of a response by the header `Cache-Control` of a subgraph. Without the header nothing
 * may be cached.
 */
export function restrictCachePolicy({ overallCachePolicy }: RequestContext, header: unknown): void {
  const directives = String(header ?? '')
    .toLowerCase()
    .split(/\s*,\s*/);
  const age = directives.find((one) => /^max-age=\d+$/.test(one))?.slice('max-age='.length);
  const isPrivate = directives.includes('private');
  const isPublic = directives.includes('public');
  overallCachePolicy?.restrict({
    maxAge: Number(age ?? 0),
    ...((isPrivate || isPublic) && { scope: isPublic ? 'PUBLIC' : 'PRIVATE' }),
  });
}
