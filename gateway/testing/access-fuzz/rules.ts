import type { Scope, Viewer } from '@shop/schema';
import type { Requirement } from '../../access/requirement.ts';

const signedIn: Requirement = { authenticated: true, scopes: [[]] };
const scopes = (...sets: string[][]): Requirement => ({ authenticated: true, scopes: sets });

const secret = scopes(['people:read'], ['audit']);
const cost = scopes(['inventory:write']);

/**
 * What the directives of the fuzz subgraphs mean, worked out by hand: the reader of the supergraph
 * is judged by it too. Every field that is not here is open.
 */
export const expectedRules: Readonly<Record<string, Requirement>> = {
  'Query.me': signedIn,
  'Query.audit': scopes(['audit']),
  'Query.order': signedIn,
  'Query.report': scopes(['reports:read']),
  'Mutation.promote': scopes(['people:write'], ['admin']),
  'Mutation.whisper': secret,
  'Mutation.rename': scopes(['catalogue:write']),
  'Mutation.like': signedIn,
  'Person.email': signedIn,
  'Person.pin': scopes(['people:read', 'audit']),
  'Person.clearance': scopes(['audit']),
  'Person.fingerprint': signedIn,
  'Person.secret': secret,
  'Person.orders': signedIn,
  'Company.taxNumber': scopes(['audit'], ['admin']),
  'Address.street': signedIn,
  'Secret.text': secret,
  'Secret.owner': secret,
  'Product.cost': cost,
  'Product.margin': cost,
  'Product.popularity': signedIn,
  'Product.quantity': scopes(['inventory:read']),
  'Product.warehouse': signedIn,
  'Bundle.price': signedIn,
  'RenamePayload.previous': signedIn,
  'Video.url': signedIn,
  'Video.seconds': signedIn,
  'Order.total': signedIn,
  'Order.note': scopes(['orders:read']),
  'Line.discount': scopes(['orders:read']),
  'Warehouse.name': signedIn,
  'Warehouse.manager': scopes(['inventory:read']),
};

const viewer = (name: string, ...scopes: string[]): Viewer => ({
  id: name,
  email: `${name}@x.example`,
  roles: ['CUSTOMER'],
  // The fuzzed graph has scopes of its own.
  scopes: new Set(scopes as Scope[]),
  sessionId: name,
});

/** Five kinds of viewer, `undefined` for the visitor. */
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

/** Whether the rules let this viewer have `Type.field`. Written apart from the code under test. */
export function mayHave(viewer: Viewer | undefined, coordinate: string): boolean {
  const rule = expectedRules[coordinate];
  if (!rule) return true;
  const granted: ReadonlySet<string> | undefined = viewer?.scopes;
  return granted !== undefined && rule.scopes.some((set) => set.every((s) => granted.has(s)));
}
