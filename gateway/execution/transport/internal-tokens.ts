import { claimsOf, type Viewer } from '@shop/schema';
import { internalIssuer, internalTokenSeconds, type SigningKey } from '@shop/service';
import jwt from 'jsonwebtoken';

/** A token is reused for this long, half its life, so that none arrives expired. */
const reuseMs = (internalTokenSeconds * 1_000) / 2;

type Issued = { readonly token: string; readonly until: number };

/** Creates internal tokens: for one subgraph, with the claims of a viewer or none when anonymous. */
export function createInternalTokens({ kid, key }: SigningKey) {
  const ofViewer = new WeakMap<Viewer, Map<string, Issued>>();
  const ofAnonymous = new Map<string, Issued>();

  const issuedFor = (viewer: Viewer | undefined): Map<string, Issued> => {
    if (!viewer) return ofAnonymous;
    const issued = ofViewer.get(viewer) ?? new Map<string, Issued>();
    ofViewer.set(viewer, issued);
    return issued;
  };

  return (viewer: Viewer | undefined, subgraph: string): string => {
    const issued = issuedFor(viewer);
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
