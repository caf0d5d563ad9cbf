import type { Viewer } from '@shop/schema';
import type { Asked, Policy } from '../access/policy.ts';

/**
 * Whom an answer is for. What every field lets everybody see still depends on scopes: staff find drafts
 * in the catalogue. What reaches a guarded field is for this session alone.
 */
export type Reader =
  | { readonly kind: 'scopes'; readonly scopes: readonly string[] }
  | { readonly kind: 'session'; readonly of: readonly string[] }
  | { readonly kind: 'nobody' };

export function readerOf(policy: Policy, asked: Asked, viewer: Viewer | undefined): Reader {
  const scopes = [...(viewer?.scopes ?? [])].sort();
  if (policy.reached(asked).isOpen) return { kind: 'scopes', scopes };
  if (!viewer) return { kind: 'nobody' };
  return { kind: 'session', of: [viewer.id, viewer.sessionId, ...scopes] };
}

/** Whether anybody may be given the answer, by caches in between too. */
export const isPublic = (reader: Reader): boolean =>
  reader.kind === 'scopes' && reader.scopes.length === 0;
