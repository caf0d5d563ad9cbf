import type { Graph } from './stage.ts';

const subgraphs = ['a', 'b', 'c'] as const;
const entities = ['Apple', 'Book', 'Car'] as const;
const leaves = ['Int', 'String', 'Boolean', 'Float!', 'String!', '[Int!]', '[[Int]]', 'Colour'];
const objects = [
  'Apple',
  'Book!',
  '[Car]',
  '[Apple!]',
  '[Thing!]!',
  '[[Any]]',
  'Thing',
  'Any!',
  '[Any!]',
  'Spot',
];
const link = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.5"
  import: ["@key", "@requires", "@external", "@shareable"]
)`;
/** Types that all subgraphs have alike. */
const common = `
  interface Thing { id: ID! }
  union Any = Apple | Book | Car
  enum Colour { RED GREEN }
  type Spot @shareable { x: Int y: Int! }`;

type Fields = ReadonlyMap<string, string[]>;
const at = (subgraph: string, type: string) => `${subgraph} ${type}`;

/** Distributes the fields of the entities over the subgraphs. */
function distribute(random: () => number, pick: <T>(from: readonly T[]) => T): Fields {
  const fields = new Map<string, string[]>();
  const add = (subgraph: string, type: string, field: string) =>
    fields.set(at(subgraph, type), [...(fields.get(at(subgraph, type)) ?? []), field]);
  const addTo = (owners: readonly string[], type: string, field: string) => {
    const shared = owners.length > 1 ? ' @shareable' : '';
    for (const owner of owners) add(owner, type, `${field}${shared}`);
  };
  for (const type of entities) {
    for (let n = 0; n < 6; n++) {
      const owners = random() < 0.6 ? [pick(subgraphs)] : subgraphs.filter(() => random() < 0.7);
      addTo(owners, type, `f${n}: ${pick(n < 3 ? leaves : objects)}`);
    }
    const [owner, other] = pick([
      ['a', 'b'],
      ['c', 'a'],
    ]);
    addTo([owner as string], type, 'need: Int');
    addTo([other as string], type, 'need: Int @external derived: String @requires(fields: "need")');
  }
  return fields;
}

/**
 * Returns the SDL of three subgraphs, over which the fields of three entities are distributed at random. Some fields are in
 * two subgraphs, some require one of another subgraph, and two subgraphs may have another key in common.
 */
export function randomGraph(random: () => number): Graph {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const fields = distribute(random, pick);
  const hasCode = new Set(subgraphs.filter(() => random() < 0.7));
  const sdlOf = (name: (typeof subgraphs)[number]): string => {
    const [key, code] = hasCode.has(name)
      ? ['@key(fields: "code")', 'code: String! @shareable']
      : ['', ''];
    const types = entities.map((type) => {
      const own = fields.get(at(name, type)) ?? [];
      return `type ${type} implements Thing @key(fields: "id") ${key} { id: ID! ${code} ${own.join(' ')} }`;
    });
    const roots = Array.from({ length: 2 }, (_, n) => `${name}${n}: ${pick(objects)}`);
    return `${link} type Query { ${roots.join(' ')} } ${types.join('\n')} ${common}`;
  };
  return Object.fromEntries(subgraphs.map((name) => [name, sdlOf(name)]));
}
