import { z } from 'zod';

export const roles = ['CUSTOMER', 'STAFF', 'ADMIN'] as const;
export type Role = (typeof roles)[number];

/** Every scope the graph asks for with `@requiresScopes`. */
export const scopes = [
  'catalog:write',
  'events:manage',
  'inventory:read',
  'inventory:write',
  'orders:read',
  'orders:write',
  'users:read',
  'users:write',
] as const;
export type Scope = (typeof scopes)[number];

const scopesOfRole: Record<Role, readonly Scope[]> = {
  CUSTOMER: [],
  STAFF: ['catalog:write', 'inventory:read', 'inventory:write', 'orders:read', 'orders:write'],
  ADMIN: scopes,
};

/** The scopes a set of roles stands for, each once. Applied at login, carried by the access token. */
export const scopesOf = (granted: readonly Role[]): Scope[] => [
  ...new Set(granted.flatMap((role) => scopesOfRole[role])),
];

/** Who asks. `undefined` in a context means nobody signed in. */
export type Viewer = {
  readonly id: string;
  readonly email: string;
  readonly roles: readonly Role[];
  readonly scopes: ReadonlySet<string>;
  readonly sessionId: string;
};

/** Claims of an access token (user subgraph to client) and of an internal token (gateway to subgraph). */
export const viewerClaims = z.object({
  sub: z.uuid(),
  email: z.email(),
  roles: z.array(z.enum(roles)),
  scope: z.string(),
  sid: z.string().min(1),
});
export type ViewerClaims = z.infer<typeof viewerClaims>;

/** Claims of an access token: `gen` is the user's generation when it was signed (see revocation.ts). */
export const accessClaims = viewerClaims.extend({ gen: z.number().int().min(0) });

export const claimsOf = (viewer: Viewer): ViewerClaims => ({
  sub: viewer.id,
  email: viewer.email,
  roles: [...viewer.roles],
  scope: [...viewer.scopes].join(' '),
  sid: viewer.sessionId,
});

export const viewerOf = (claims: ViewerClaims): Viewer => ({
  id: claims.sub,
  email: claims.email,
  roles: claims.roles,
  scopes: new Set(claims.scope.split(' ').filter(Boolean)),
  sessionId: claims.sid,
});
