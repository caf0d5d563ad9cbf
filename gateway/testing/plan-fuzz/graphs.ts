import type { Graph } from './stage.ts';

const link = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.5"
  import: ["@key", "@requires", "@provides", "@external", "@shareable", "@interfaceObject", "@override", "@inaccessible"]
)`;

/** Several keys, chains of `@requires`, `@provides`, value types of two subgraphs, nested lists. */
const shop: Graph = {
  catalogue: `${link}
    type Query { products: [Product!] product(id: ID!): Product featured: Product! }
    type Mutation { rename(id: ID!): Product touch: Size }
    type Product @key(fields: "id") @key(fields: "sku") {
      id: ID! sku: String! name: String! price: Int weight: Float related: [Product] sizes: [[Size!]]
      grid: [[Product]] maker: Maker size: Size @shareable
    }
    type Size @shareable { width: Int height: Int! }
    type Maker @key(fields: "id region { code }") { id: ID! region: Region! name: String }
    type Region @shareable { code: String! label: String }`,
  stock: `${link}
    type Query { low: [Product] }
    type Mutation { receive: [Product!]! }
    type Product @key(fields: "sku") {
      sku: String! price: Int @external weight: Float @external
      inStock: Boolean! shipping: Int @requires(fields: "price weight") places: [Place!]!
    }
    type Place @key(fields: "id") { id: ID! name: String! products(first: Int = 2): [Product] next: Place }`,
  sales: `${link}
    type Query { me: Person people: [Person!]! }
    type Product @key(fields: "id") {
      id: ID! shipping: Int @external size: Size @external
      total: Int @requires(fields: "shipping") packed: String @requires(fields: "size { width height }")
      buyers: [Person] best: Person!
    }
    type Size @shareable { width: Int height: Int! }
    type Person @key(fields: "id") { id: ID! name: String @shareable bought: [Product!] orders: [Order!]! }
    type Order { lines: [Line] by: Person @provides(fields: "nick") kind: Kind! }
    extend type Person { nick: String @external }
    type Line { product: Product! count: Int! }
    enum Kind { CART PAID }`,
  people: `${link}
    type Query { person(id: ID!): Person }
    type Person @key(fields: "id") { id: ID! name: String @shareable nick: String @shareable friends: [Person!] place: Place home: Region }
    type Place @key(fields: "id", resolvable: false) { id: ID! }
    type Region @shareable { code: String! label: String }
    type Maker @key(fields: "id region { code }") { id: ID! region: Region! boss: Person rank: Int }`,
};

/** Interfaces and unions of entities and of value types, over several subgraphs. */
const media: Graph = {
  library: `${link}
    type Query { items: [Item!]! any: [Any] item: Item named: [Named] }
    interface Named { name: String }
    interface Item implements Named { id: ID! name: String maker: Maker }
    type Book implements Item & Named @key(fields: "id") { id: ID! name: String maker: Maker pages: Int! parts: [Part!] }
    type Film implements Item & Named @key(fields: "id") { id: ID! name: String maker: Maker minutes: Int parts: [Part] }
    type Shelf implements Named @key(fields: "code") { code: String! name: String items: [Item] nested: [[Any!]] }
    union Any = Book | Film | Shelf
    union Part = Chapter | Scene
    type Chapter @shareable { title: String! pages: Int }
    type Scene @shareable { title: String length: Int }
    type Maker @key(fields: "id") { id: ID! }`,
  ratings: `${link}
    type Query { best: [Rated!] worst: Any }
    interface Rated { id: ID! stars: Int }
    type Book implements Rated @key(fields: "id") { id: ID! stars: Int pages: Int! @external weight: Int @requires(fields: "pages") }
    type Film implements Rated @key(fields: "id") { id: ID! stars: Int similar: [Rated!] minutes: Int @external summary: String @requires(fields: "minutes") }
    type Shelf @key(fields: "code") { code: String! full: Boolean! top: Any }
    union Any = Book | Film | Shelf`,
  makers: `${link}
    type Query { makers(first: Int = 3): [Maker] }
    type Maker @key(fields: "id") { id: ID! name: String! made: [Made!] latest: Made }
    union Made = Book | Film
    type Book @key(fields: "id") { id: ID! cover: String }
    type Film @key(fields: "id") { id: ID! cover: Image! }
    type Image { url: String! alt: String }`,
};

/** An interface that one subgraph knows as an object. */
const interfaceObject: Graph = {
  media: `${link}
    type Query { medias: [Media!] media: Media books: [Book] }
    interface Media @key(fields: "id") { id: ID! title: String! }
    type Book implements Media @key(fields: "id") { id: ID! title: String! pages: Int }
    type Film implements Media @key(fields: "id") { id: ID! title: String! minutes: Int next: Film }`,
  reviews: `${link}
    type Query { reviewed: [Media!] review: Review }
    type Media @interfaceObject @key(fields: "id") {
      id: ID! reviews: [Review!] title: String! @external slug: String @requires(fields: "title") favourite: Review
    }
    type Review { stars: Int! of: Media by: Person }
    type Person @key(fields: "id") { id: ID! }`,
  people: `${link}
    type Query { people: [Person!]! }
    type Person @key(fields: "id") { id: ID! name: String friend: Person }`,
};

export const graphs = { shop, media, interfaceObject } as const;
