/** An object of the fuzz world. Objects refer to each other directly, in cycles too. */
export type Thing = { readonly __typename: string; readonly id?: string; [field: string]: unknown };

type World = {
  readonly root: Readonly<Record<string, (args: Arguments) => unknown>>;
  /** Entities by `Type:id`. */
  readonly entity: (type: string, id: string) => Thing | undefined;
};
type Arguments = { readonly id?: string; readonly first?: number; readonly name?: string };

const many = (type: string, count: number, make: (n: number) => object): Thing[] =>
  Array.from({ length: count }, (_, n) => ({
    __typename: type,
    id: `${type.toLowerCase()}-${n}`,
    ...make(n),
  }));

const money = (amount: number): Thing => ({ __typename: 'Money', amount, currency: 'EUR' });
const address = (n: number): Thing => ({
  __typename: 'Address',
  street: n % 2 ? `Street ${n}` : null,
  city: `City ${n}`,
});

const media = (n: number): Thing[] =>
  n
    ? [
        { __typename: 'Image', url: `i${n}`, alt: null },
        { __typename: 'Video', url: `v${n}`, seconds: n },
      ]
    : [];

/** A small world with nulls, empty lists, cycles and every type of the fuzz schema. */
export function createWorld(): World {
  const at = (list: readonly Thing[], n: number) => list[n % list.length];
  const people = many('Person', 4, (n) => ({
    name: n === 3 ? null : `Person ${n}`,
    email: `p${n}@x.example`,
    pin: `000${n}`,
    clearance: n % 2 ? 'HIGH' : 'LOW',
    fingerprint: `f${n}`,
    address: n === 2 ? null : address(n),
  }));
  const companies = many('Company', 2, (n) => ({
    name: `Company ${n}`,
    taxNumber: `tax ${n}`,
    brands: n ? null : ['a', 'b'],
    staff: [at(people, n), null, at(people, n + 2)],
  }));
  const warehouses = many('Warehouse', 2, (n) => ({
    name: `Warehouse ${n}`,
    manager: at(people, n),
    address: address(n + 5),
  }));
  const products = many('Product', 5, (n) => ({
    name: n === 4 ? null : `Product ${n}`,
    price: n === 3 ? null : money(n),
    cost: n === 2 ? null : money(n + 100),
    weight: n === 1 ? null : n,
    popularity: n * 7,
    maker: n ? at(companies, n) : null,
    media: media(n),
    inStock: n % 2 === 0,
    quantity: n * 3,
    warehouse: at(warehouses, n),
    shippingCost: n === 1 ? null : n * 2,
    margin: n === 2 ? null : n + 100,
  }));
  const bundles = many('Bundle', 2, (n) => ({
    name: `Bundle ${n}`,
    price: money(n + 50),
    popularity: n,
    items: n ? [] : products.slice(0, 2),
    soldOut: n === 1,
  }));
  const orders = many('Order', 3, (n) => ({
    buyer: at(people, n),
    lines:
      n === 2
        ? null
        : [{ __typename: 'Line', product: at(products, n), quantity: n + 1, discount: n }],
    total: money(n + 1000),
    note: `note ${n}`,
    shippedTo: address(n + 9),
  }));
  const report: Thing = {
    __typename: 'Report',
    title: 'R',
    orders: [orders[0], null],
    author: people[1],
  };
  const secrets = people.map((owner, n): Thing => ({ __typename: 'Secret', text: `s${n}`, owner }));
  people.forEach((person, n) => {
    const friends = [at(people, n + 1), at(people, n + 2)];
    Object.assign(person, {
      boss: n ? people[0] : null,
      friends: ({ first = 3 }: Arguments) => friends.slice(0, first),
      employer: n === 3 ? null : at(companies, n),
      secret: n === 1 ? null : secrets[n],
      orders: n === 2 ? null : [at(orders, n)],
    });
  });
  products.forEach((product, n) => {
    Object.assign(product, { related: n ? [at(products, n + 1)] : [] });
  });

  const entities = [...people, ...companies, ...warehouses, ...products, ...bundles, ...orders];
  const byKey = new Map(entities.map((one) => [`${one.__typename}:${one.id}`, one]));
  const find =
    (type: string) =>
    ({ id }: Arguments) =>
      byKey.get(`${type}:${id}`) ?? null;
  return {
    entity: (type, id) => byKey.get(`${type}:${id}`),
    root: {
      me: () => people[0],
      person: find('Person'),
      people: ({ first = 2 }) => people.slice(0, first),
      audit: () => [secrets[0], null, secrets[3]],
      greet: () => people[2],
      promote: find('Person'),
      whisper: () => secrets[2],
      product: find('Product'),
      products: ({ first = 2 }) => products.slice(0, first),
      search: ({ first = 6 }) =>
        [products[0], bundles[0], companies[0], bundles[1], products[2]].slice(0, first),
      priced: () => [products[1], bundles[0], null],
      rename: () => ({ __typename: 'RenamePayload', product: products[3], previous: 'old' }),
      like: find('Product'),
      order: find('Order'),
      nodes: () => [people[1], products[2], bundles[0], orders[1]],
      report: () => report,
      latest: () => orders[0],
      warehouses: () => warehouses,
    },
  };
}
