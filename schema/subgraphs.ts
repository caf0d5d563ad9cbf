/** The list of subgraphs. Composition, codegen, migrations, `npm start` and the gateway all read it. */
export const subgraphs = [
  { name: 'user', port: 4001 },
  { name: 'product', port: 4002 },
  { name: 'order', port: 4003 },
  { name: 'inventory', port: 4004 },
] as const;

export type SubgraphName = (typeof subgraphs)[number]['name'];

/** Workers that own a database and serve no part of the graph. */
export const workers = [{ name: 'notification' }] as const;

/** `order` -> `ORDER`: the prefix of a service's environment variables. */
export const envPrefix = (name: string): string => name.toUpperCase().replaceAll('-', '_');
