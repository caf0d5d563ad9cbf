import { buildASTSchema, parse } from 'graphql';
import { expect, it } from 'vitest';
import { describeAccess } from './describe-access.ts';

const schema = buildASTSchema(
  describeAccess(
    parse(`
      type Query {
        "Products."
        products: Int
        "Users."
        users: Staff @requiresScopes(scopes: [["users:read"], ["users:write", "orders:read"]])
      }
      type Mutation {
        "Changes a profile."
        updateProfile: Int @refuses(codes: [INVALID_VALUE, NOT_FOUND]) @authenticated
      }
      "A user."
      type Staff @authenticated {
        "Opaque id."
        id: ID
        "Notes."
        notes: Int @requiresScopes(scopes: [["orders:read"]])
      }
    `),
  ),
  { assumeValidSDL: true },
);
const descriptionOf = (coordinate: string) => {
  const [type = '', field] = coordinate.split('.');
  const found = schema.getType(type);
  if (!field || !found || !('getFields' in found)) return found?.description;
  return found.getFields()[field]?.description;
};

it.each([
  ['Query.products', 'Products.\n\nFor everyone.'],
  ['Query.users', 'Users.\n\nFor viewers with `users:read`, or `users:write` and `orders:read`.'],
  [
    'Mutation.updateProfile',
    'Changes a profile.\n\nFor authenticated viewers. May be refused with `INVALID_VALUE`, `NOT_FOUND`.',
  ],
  ['Staff', 'A user.\n\nFor authenticated viewers.'],
  ['Staff.id', 'Opaque id.'],
  ['Staff.notes', 'Notes.\n\nFor viewers with `orders:read`.'],
])('the description of %s ends with who may use it and what refuses it', (coordinate, text) => {
  expect(descriptionOf(coordinate)).toBe(text);
});
