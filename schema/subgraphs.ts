import { documentPath } from './document-link.ts';

/** The list of subgraphs. Composition, codegen, migrations, `npm start` and the gateway all read it. */
export const subgraphs = [
  { name: 'user', port: 4001 },
  {
    name: 'product',
    port: 4002,
    // Of the demonstration catalogue.
    publicPaths: [{ path: '/pictures/:slug', methods: ['GET'] }],
  },
  {
    name: 'order',
    port: 4003,
    publicPaths: [
      // The headers with which payment providers sign.
      {
        path: '/webhooks/payments',
        methods: ['POST'],
        headers: ['shop-signature', 'stripe-signature'],
      },
      { path: '/payments/test/:key', methods: ['GET', 'POST'] },
      { path: documentPath, methods: ['GET'] },
    ],
  },
  { name: 'inventory', port: 4004 },
  { name: 'dead-letter', port: 4005 },
  { name: 'webhook', port: 4006 },
] as const;

export type SubgraphName = (typeof subgraphs)[number]['name'];

/** A path beside the graph that the gateway forwards to a subgraph. */
export type PublicPath = {
  readonly subgraph: SubgraphName;
  /** Exact; `:name` stands for one segment of letters, digits and `-`. */
  readonly path: string;
  readonly methods: readonly string[];
  /** Request headers that are forwarded beside `content-type`, in lower case. */
  readonly headers?: readonly string[];
};

/** All paths that the gateway forwards. */
export const publicPaths: readonly PublicPath[] = subgraphs.flatMap((subgraph) =>
  'publicPaths' in subgraph
    ? subgraph.publicPaths.map((path) => ({ subgraph: subgraph.name, ...path }))
    : [],
);

const withoutDatabase: readonly string[] = ['dead-letter' satisfies SubgraphName];

/** Whether a service has a database, and so migrations and, if it is a subgraph, a worker. */
export const ownsDatabase = (name: string): boolean => !withoutDatabase.includes(name);

/** Workers that own a database and serve no part of the graph. */
export const workers = [{ name: 'notification' }] as const;

/** `order` -> `ORDER`: the prefix of a service's environment variables. */
export const envPrefix = (name: string): string => name.toUpperCase().replaceAll('-', '_');
