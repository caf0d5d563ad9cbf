import {
  buildSchema,
  type GraphQLNamedType,
  type GraphQLSchema,
  isIntrospectionType,
  isScalarType,
  isSpecifiedScalarType,
} from 'graphql';
import { errorCodes } from '../../error-codes.ts';
import { subgraphs } from '../../subgraphs.ts';
import { outputs, section } from './rows.ts';
import { readSupergraph, type Supergraph } from './supergraph.ts';

const head = `# The API

Written by \`npm run api:docs\` from the schema. There is one endpoint, \`POST /graphql\`; operations to
begin with are in [examples](../examples). A field that says whom it is for is \`null\` for others, with an
error; a mutation that selects such a field is refused whole. [Security](security.md) tells how.

## Errors

A mutation that was understood and refused says why in \`userErrors\`: a [code](#usererrorcode) for
programs, a text for people, the path in the input. What is wrong with the request or the caller is an
error at the top of the answer, with one of these in \`extensions.code\`:

| code | |
|---|---|
${Object.entries(errorCodes)
  .map(([code, meaning]) => `| \`${code}\` | ${meaning} |`)
  .join('\n')}
| \`INTERNAL_SERVER_ERROR\` | A fault of ours; the message has the id to quote. |`;

/** The subgraph that tells of a type: the only one, or the one most of its fields come from. */
function homeOf(type: GraphQLNamedType, { owners }: Supergraph): string {
  const graphs = owners.get(type.name) ?? [];
  if (isScalarType(type)) return 'shared';
  if (graphs.length < 2) return graphs[0] ?? 'shared';
  const from = [...owners].flatMap(([coordinate, names]) =>
    coordinate.startsWith(`${type.name}.`) ? names : [],
  );
  const fieldsOf = (graph: string) => from.filter((name) => name === graph).length;
  const [most = ''] = [...graphs].sort((a, b) => fieldsOf(b) - fieldsOf(a));
  return fieldsOf(most) > 0 ? most : 'shared';
}

function domain(name: string, schema: GraphQLSchema, graph: Supergraph): string {
  const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((root) => {
    const fields = Object.values(root?.getFields() ?? {}).filter((field) =>
      graph.owners.get(`${root?.name}.${field.name}`)?.includes(name),
    );
    if (!root || fields.length === 0) return [];
    const title = root === schema.getQueryType() ? 'Queries' : 'Mutations';
    return [[`### ${title} of ${name}`, '', ...outputs(root.name, fields, graph)].join('\n')];
  });
  const types = Object.values(schema.getTypeMap())
    .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
    .filter((type) => type !== schema.getQueryType() && type !== schema.getMutationType())
    .filter((type) => homeOf(type, graph) === name)
    .map((type) => section(type, graph));
  return [`## ${name}`, ...roots, `### Types of ${name}`, ...types].join('\n\n');
}

/** The API for people, by the subgraph that each field and type comes from. */
export function apiMarkdown(apiSdl: string, supergraphSdl: string): string {
  const schema = buildSchema(apiSdl);
  const graph = readSupergraph(supergraphSdl);
  const domains = [...subgraphs.map(({ name }) => name), 'shared'];
  return `${[head, ...domains.map((name) => domain(name, schema, graph))].join('\n\n')}\n`;
}
