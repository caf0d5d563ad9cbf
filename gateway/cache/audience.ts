import type { Viewer } from '@shop/schema';
import type { AccessPolicy } from '../access/policy.ts';
import type { OperationRequest } from '../operation/operation-request.ts';

/**
 * Who may share a cached response. Fields that are open to everyone still depend on scopes: staff find
 * drafts in the catalogue. A response with a guarded field is for one session.
 */
export type CacheAudience =
  | { readonly kind: 'scopes'; readonly scopes: readonly string[] }
  | { readonly kind: 'session'; readonly of: readonly string[] }
  | { readonly kind: 'none' };

export function audienceOf(
  policy: AccessPolicy,
  request: OperationRequest,
  viewer: Viewer | undefined,
): CacheAudience {
  const scopes = [...(viewer?.scopes ?? [])].sort();
  if (policy.reach(request).isOpen) return { kind: 'scopes', scopes };
  if (!viewer) return { kind: 'none' };
  return { kind: 'session', of: [viewer.id, viewer.sessionId, ...scopes] };
}

/** Whether everyone may share the response, HTTP caches on the way included. */
export const isPublic = (audience: CacheAudience): boolean =>
  audience.kind === 'scopes' && audience.scopes.length === 0;
