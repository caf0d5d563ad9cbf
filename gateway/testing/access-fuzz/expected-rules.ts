import type { Scope, Viewer } from '@shop/schema';
import type { Requirement } from '@shop/schema/supergraph';

const authenticated: Requirement = { authenticated: true, scopes: [[]] };
const scopes = (...sets: string[][]): Requirement => ({ authenticated: true, scopes: sets });

const secret = scopes(['people:read'], ['audit']);
const cost = scopes(['inventory:write']);

/**
 * What the directives of the fuzz subgraphs mean, derived by hand: the reader of the supergraph is
 * tested against it too. Every field that is not listed is open.
 */
export const expectedRules: Readonly<Record<string, Requirement>> = {
  'Query.me': authenticated,
  'Query.audit': scopes(['audit']),
  'Query.order': authenticated,
  'Query.report': scopes(['reports:read']),
  'Mutation.promote': scopes(['people:write'], ['admin']),
  'Mutation.whisper': secret,
  'Mutation.rename': scopes(['catalogue:write']),
  'Mutation.like': authenticated,
  'Person.email': authenticated,
  'Person.pin': scopes(['people:read', 'audit']),
  'Person.clearance': scopes(['audit']),
  'Person.fingerprint': authenticated,
  'Person.secret': secret,
  'Person.orders': authenticated,
  'Company.taxNumber': scopes(['audit'], ['admin']),
  'Address.street': authenticated,
  'Secret.text': secret,
  'Secret.owner': secret,
  'Product.cost': cost,
  'Product.margin': cost,
  'Product.popularity': authenticated,
  'Product.quantity': scopes(['inventory:read']),
  'Product.warehouse': authenticated,
  'Bundle.price': authenticated,
  'RenamePayload.previous': authenticated,
  'Video.url': authenticated,
  'Video.seconds': authenticated,
  'Order.total': authenticated,
  'Order.note': scopes(['orders:read']),
  'Line.discount': scopes(['orders:read']),
  'Warehouse.name': authenticated,
  'Warehouse.manager': scopes(['inventory:read']),
};

const viewer = (name: string, ...scopes: string[]): Viewer => ({
  id: name,
  email: `${name}@x.example`,
  emailVerified: true,
  roles: ['CUSTOMER'],
  // The fuzzed graph has scopes of its own.
  scopes: new Set(scopes as Scope[]),
  sessionId: name,
});

/** An anonymous requester (`undefined`) and four viewers. */
export const viewers: readonly (Viewer | undefined)[] = [
  undefined,
  viewer('customer'),
  viewer('auditor', 'audit', 'reports:read'),
  viewer('clerk', 'inventory:read', 'orders:read', 'catalogue:write', 'people:read'),
  viewer(
    'root',
    ...['audit', 'admin', 'people:read', 'people:write', 'inventory:write', 'inventory:read'],
    ...['orders:read', 'reports:read', 'catalogue:write'],
  ),
];

/** Whether the rules grant this viewer `Type.field`. Independent of the code under test. */
export function mayHave(viewer: Viewer | undefined, coordinate: string): boolean {
  const rule = expectedRules[coordinate];
  if (!rule) return true;
  const granted: ReadonlySet<string> | undefined = viewer?.scopes;
  return granted !== undefined && rule.scopes.some((set) => set.every((s) => granted.has(s)));
}
