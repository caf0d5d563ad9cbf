import { readFileSync } from 'node:fs';
import { buildSchema, isObjectType } from 'graphql';

export const schema = buildSchema(
  readFileSync(new URL('../../schema/api.graphql', import.meta.url), 'utf8'),
);

/** Every field of the graph that has pages, as `Type.field`. */
export const connections: readonly string[] = Object.values(schema.getTypeMap())
  .filter(isObjectType)
  .flatMap((type) =>
    Object.values(type.getFields())
      .filter(({ args }) => args.some(({ name }) => name === 'after'))
      .map((field) => `${type.name}.${field.name}`),
  );

/** A product with one variant, since cursors of its lists belong to the variant. */
const variants = (sku: string) =>
  `products(first: 1, filter: { skus: ["${sku}"] }) { nodes { variants`;

/** What lists belong to that are not of all. */
export type Owners = { readonly sku: string; readonly endpointId: string };

/** An operation that reaches each list; `list` is the field with the arguments of the test. */
export const reach: Readonly<Record<string, (list: string, at: Owners) => string>> = {
  'Query.products': (list) => `{ ${list} }`,
  'Query.stockItems': (list) => `{ ${list} }`,
  'Query.orders': (list) => `{ ${list} }`,
  'Query.users': (list) => `{ ${list} }`,
  'Query.vouchers': (list) => `{ ${list} }`,
  'Query.giftCards': (list) => `{ ${list} }`,
  'Query.deadLetters': (list) => `{ ${list} }`,
  'Query.webhookDeliveries': (list, { endpointId }) =>
    `{ ${list.replace('(', `(endpointId: "${endpointId}", `)} }`,
  'Category.products': (list) => `{ category(slug: "kitchen") { ${list} } }`,
  'User.orders': (list) => `{ me { ${list} } }`,
  'ProductVariant.priceHistory': (list, { sku }) => `{ ${variants(sku)} { ${list} } } } }`,
  'Stock.movements': (list, { sku }) => `{ ${variants(sku)} { stock { ${list} } } } } }`,
};

const variables = 'query ($first: Int, $last: Int, $after: String, $before: String) ';

/** An operation that asks one page of the list of this coordinate, of a variant or endpoint if it is one's. */
export function pageOf(coordinate: string, at: Owners): string {
  const wrap = reach[coordinate];
  if (!wrap) throw new Error(`no operation reaches ${coordinate}: add it to reach`);
  const args = 'first: $first, last: $last, after: $after, before: $before';
  const field = coordinate.split('.')[1];
  return variables + wrap(`${field}(${args}) { edges { cursor } pageInfo { endCursor } }`, at);
}
