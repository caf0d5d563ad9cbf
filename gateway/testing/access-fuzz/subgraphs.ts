const link = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9"
  import: ["@key", "@shareable", "@external", "@requires", "@provides", "@authenticated", "@requiresScopes"]
)
`;

/**
 * Four subgraphs with everything in a supergraph that affects an access policy: interfaces and unions
 * across subgraphs, guarded types, guarded scalars and enums, shared fields that one owner guards and
 * the other does not, `@requires`, guarded non-null fields, fields of one interface that some types
 * guard and others do not.
 */
export const fuzzSubgraphs = {
  people: `${link}
    type Query {
      me: Person @authenticated
      person(id: ID!): Person
      people(first: Int = 2): [Person!]
      audit: [Secret] @requiresScopes(scopes: [["audit"]])
    }
    type Mutation {
      greet(name: String!): Person
      promote(id: ID!): Person @requiresScopes(scopes: [["people:write"], ["admin"]])
      whisper: Secret
    }
    interface Node { id: ID! }
    interface Named { name: String }
    type Person implements Node & Named @key(fields: "id") {
      id: ID!
      name: String
      email: String @authenticated
      pin: String! @requiresScopes(scopes: [["people:read", "audit"]])
      clearance: Clearance
      fingerprint: Fingerprint
      address: Address
      boss: Person
      friends(first: Int = 3): [Person!]!
      employer: Company
      secret: Secret
    }
    type Company implements Node & Named @key(fields: "id") {
      id: ID!
      name: String @shareable
      taxNumber: String @requiresScopes(scopes: [["audit"], ["admin"]])
      staff: [Person]
    }
    type Address @shareable { street: String @authenticated city: String! }
    type Secret @requiresScopes(scopes: [["people:read"], ["audit"]]) { text: String! owner: Person }
    enum Clearance @requiresScopes(scopes: [["audit"]]) { LOW HIGH }
    scalar Fingerprint @authenticated
  `,
  catalogue: `${link}
    type Query {
      product(id: ID!): Product
      products(first: Int = 2): [Product!]!
      search(first: Int = 6): [Found!]
      priced: [Priced]
    }
    type Mutation {
      rename(id: ID!, name: String!): RenamePayload @requiresScopes(scopes: [["catalogue:write"]])
      like(id: ID!): Product @authenticated
    }
    interface Node { id: ID! }
    interface Named { name: String }
    interface Priced { price: Money popularity: Int }
    type Product implements Node & Named & Priced @key(fields: "id") {
      id: ID!
      name: String
      price: Money
      cost: Money @requiresScopes(scopes: [["inventory:write"]])
      weight: Int
      popularity: Int @shareable
      maker: Company
      media: [Media!]
      related: [Product!]!
    }
    type Bundle implements Node & Named & Priced @key(fields: "id") {
      id: ID!
      name: String
      price: Money @authenticated
      popularity: Int
      items: [Product!]!
    }
    type Company @key(fields: "id") { id: ID! name: String @shareable brands: [String!] }
    type RenamePayload { product: Product previous: String @authenticated }
    union Media = Image | Video
    type Image { url: String! alt: String }
    type Video @authenticated { url: String! seconds: Int }
    union Found = Product | Bundle | Company
    type Money @shareable { amount: Int! currency: String }
  `,
  sales: `${link}
    type Query {
      order(id: ID!): Order @authenticated
      nodes: [Node!]!
      report: Report @requiresScopes(scopes: [["reports:read"]])
      latest: Happening
    }
    interface Node { id: ID! }
    type Order implements Node @key(fields: "id") {
      id: ID!
      buyer: Person
      lines: [Line!]
      total: Money @authenticated
      note: String! @requiresScopes(scopes: [["orders:read"]])
      shippedTo: Address
    }
    type Line { product: Product quantity: Int! discount: Int @requiresScopes(scopes: [["orders:read"]]) }
    type Person implements Node @key(fields: "id") { id: ID! orders: [Order!] @authenticated }
    type Product implements Node @key(fields: "id") {
      id: ID!
      weight: Int @external
      cost: Money @external
      shippingCost: Int @requires(fields: "weight")
      margin: Int @requires(fields: "cost { amount }") @requiresScopes(scopes: [["inventory:write"]])
      popularity: Int @shareable @authenticated
    }
    type Bundle implements Node @key(fields: "id") { id: ID! soldOut: Boolean }
    type Report { title: String! orders: [Order] author: Person }
    union Happening = Order | Report
    type Address @shareable { street: String city: String! }
    type Money @shareable { amount: Int! currency: String }
  `,
  stock: `${link}
    type Query { warehouses: [Warehouse!]! }
    interface Node { id: ID! }
    interface Named { name: String }
    type Warehouse implements Node & Named @key(fields: "id") {
      id: ID!
      name: String @authenticated
      manager: Person @requiresScopes(scopes: [["inventory:read"]])
      address: Address
    }
    type Product @key(fields: "id") {
      id: ID!
      inStock: Boolean
      quantity: Int @requiresScopes(scopes: [["inventory:read"]])
      warehouse: Warehouse @authenticated
    }
    type Person @key(fields: "id", resolvable: false) { id: ID! }
    type Address @shareable { street: String city: String! }
  `,
} as const;
