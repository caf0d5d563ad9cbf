import { claimsOf, type Viewer } from '@shop/schema';
import { internalIssuer, internalTokenSeconds, type SigningKey } from '@shop/service';
import jwt from 'jsonwebtoken';

/** A token is handed out again for this long, half its life, so that none arrives expired. */
const reuseMs = (internalTokenSeconds * 1_000) / 2;

type Issued = { readonly token: string; readonly until: number };

/** Signs the gateway's word about a viewer (or an anonymous visitor) for one subgraph. */
export function createInternalTokens({ kid, key }: SigningKey) {
  const ofViewer = new WeakMap<Viewer, Map<string, Issued>>();
  const ofVisitors = new Map<string, Issued>();

  return (viewer: Viewer | undefined, subgraph: string): string => {
    let issued = ofVisitors;
    if (viewer) {
      issued = ofViewer.get(viewer) ?? new Map<string, Issued>();
      ofViewer.set(viewer, issued);
    }
    const now = performance.now();
    const known = issued.get(subgraph);
    if (known && known.until > now) return known.token;
    const token = jwt.sign(viewer ? claimsOf(viewer) : {}, key, {
      algorithm: 'ES256',
      keyid: kid,
      issuer: internalIssuer,
      audience: subgraph,
      expiresIn: internalTokenSeconds,
    });
    issued.set(subgraph, { token, until: now + reuseMs });
    return token;
  };
}
