import { InMemoryCache, type TypePolicies } from '@apollo/client/cache';
import { relayStylePagination } from '@apollo/client/utilities';
import { connections, embedded, lists, possibleTypes } from '../generated/policies.ts';

/**
 * Returns the cache policies of the schema. Connections append the pages of their `edges`, one list for each filter and
 * sort. Objects without an id are merged, so select their parts whole, as fragments do. Other lists are replaced.
 */
export function cachePolicies(): TypePolicies {
  const policies: TypePolicies = {};
  for (const type of embedded) policies[type] = { merge: true };
  for (const [type, fields] of Object.entries(lists)) {
    policies[type] = {
      fields: Object.fromEntries(fields.map((field) => [field, { merge: false }])),
    };
  }
  for (const [type, fields] of Object.entries(connections)) {
    const pages = Object.entries(fields).map(([field, keyArgs]) => [
      field,
      relayStylePagination(keyArgs.length > 0 && [...keyArgs]),
    ]);
    policies[type] = { fields: { ...policies[type]?.fields, ...Object.fromEntries(pages) } };
  }
  return policies;
}

/** Creates a cache for Apollo Client that knows the shop's schema. */
export const createCache = (): InMemoryCache =>
  new InMemoryCache({ possibleTypes, typePolicies: cachePolicies() });
