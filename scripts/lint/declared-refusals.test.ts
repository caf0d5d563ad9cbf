import { subgraphs } from '@shop/schema';
import { type FieldDefinitionNode, Kind, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { filesOf, textOf } from './files.ts';

const mutations = subgraphs.flatMap(({ name }) =>
  parse(textOf(`schema/${name}.graphql`)).definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === 'Mutation'
      ? (node.fields ?? []).map((field) => [field.name.value, name, field] as const)
      : [],
  ),
);

/** The codes that `@refuses` lists. */
function declaredBy({ directives = [] }: FieldDefinitionNode): readonly string[] {
  const value = directives.find(({ name }) => name.value === 'refuses')?.arguments?.[0]?.value;
  if (value?.kind !== Kind.LIST) return [];
  return value.values.map((one) => (one.kind === Kind.ENUM ? one.value : ''));
}

/** The mutation whose verb it is: of a deprecated name, the one that its reason names. */
function verbOf(name: string, { directives = [] }: FieldDefinitionNode): string {
  const value = directives.find((one) => one.name.value === 'deprecated')?.arguments?.[0]?.value;
  return (value?.kind === Kind.STRING && /`(\w+)`/.exec(value.value)?.[1]) || name;
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const isSource = (path: string) => path.endsWith('.ts') && !/\.test\.ts$|\/testing\//.test(path);

/** The text of a verb with the comment about what it refuses, and of all code that may run under it. */
function sourcesOf(mutation: string, subgraph: string) {
  const files = filesOf(`subgraphs/${subgraph}`).filter(isSource);
  const verb = files.find((path) => path.endsWith(`/${kebab(mutation)}.ts`)) ?? '';
  const shared = filesOf('packages/domain').filter(isSource);
  return { verb: textOf(verb), reach: [...files, ...shared].map(textOf).join() };
}

describe('the codes with which a mutation may be refused', () => {
  it.each(mutations)(
    '%s declares what its verb refuses, and nothing else',
    (name, subgraph, field) => {
      const declared = declaredBy(field);
      const { verb, reach } = sourcesOf(verbOf(name, field), subgraph);
      const stated = [...verb.matchAll(/Refuses([^*]|\*(?!\/))*/g)].flatMap(
        ([text]) => text.match(/\b[A-Z]+_[A-Z_]+\b/g) ?? [],
      );
      const thrown = [...verb.matchAll(/refuse\(\s*'([A-Z_]+)'/g)].map(([, code]) => code);
      expect(declared.length).toBeGreaterThan(0);
      expect(declared).toEqual(expect.arrayContaining([...stated, ...thrown]));
      expect(declared.filter((code) => !reach.includes(`'${code}'`))).toEqual([]);
    },
  );
});
