import { emailSyntax } from '@shop/domain';
import { z } from 'zod';

export const roles = ['CUSTOMER', 'STAFF', 'ADMIN'] as const;
export type Role = (typeof roles)[number];

/** Every scope that the graph requires with `@requiresScopes`. */
export const scopes = [
  'catalog:write',
  'events:manage',
  'inventory:read',
  'inventory:write',
  'orders:read',
  'orders:write',
  'pricing:write',
  'users:read',
  'users:write',
  'webhooks:write',
] as const;
export type Scope = (typeof scopes)[number];

const isScope = (text: string): text is Scope => (scopes as readonly string[]).includes(text);

const scopesOfRole: Record<Role, readonly Scope[]> = {
  CUSTOMER: [],
  STAFF: [
    'catalog:write',
    'inventory:read',
    'inventory:write',
    'orders:read',
    'orders:write',
    'pricing:write',
    'users:read',
    'webhooks:write',
  ],
  ADMIN: scopes,
};

/** Returns the scopes that a set of roles grants, each once. Applied at login; the access token contains them. */
export const scopesOf = (granted: readonly Role[]): Scope[] => [
  ...new Set(granted.flatMap((role) => scopesOfRole[role])),
];

/** The authenticated user of a request. `undefined` in a context means anonymous. */
export type Viewer = {
  readonly id: string;
  readonly email: string;
  /** Whether the address was verified when the access token was signed. */
  readonly emailVerified: boolean;
  readonly roles: readonly Role[];
  readonly scopes: ReadonlySet<Scope>;
  readonly sessionId: string;
};

/** Whether the viewer has the scope; an anonymous request has none. */
export const hasScope = (viewer: Viewer | undefined, scope: Scope): boolean =>
  viewer?.scopes.has(scope) === true;

/** Claims of an access token (user subgraph to client) and of an internal token (gateway to subgraph). */
export const viewerClaims = z.object({
  sub: z.uuid(),
  email: emailSyntax,
  /** As in OpenID Connect. Absent in tokens of before it existed. */
  email_verified: z.boolean().default(false),
  roles: z.array(z.enum(roles)),
  scope: z.string(),
  sid: z.string().min(1),
});
export type ViewerClaims = z.infer<typeof viewerClaims>;

/** Claims of an access token. `gen` is the user's generation when the token was signed (revocation.ts). */
export const accessClaims = viewerClaims.extend({ gen: z.number().int().min(0) });

export const claimsOf = (viewer: Viewer): ViewerClaims => ({
  sub: viewer.id,
  email: viewer.email,
  email_verified: viewer.emailVerified,
  roles: [...viewer.roles],
  scope: [...viewer.scopes].join(' '),
  sid: viewer.sessionId,
});

/** Reads the viewer from verified claims. Drops scopes that the graph does not know. */
export const viewerOf = (claims: ViewerClaims): Viewer => ({
  id: claims.sub,
  email: claims.email,
  emailVerified: claims.email_verified,
  roles: claims.roles,
  scopes: new Set(claims.scope.split(' ').filter(isScope)),
  sessionId: claims.sid,
});
