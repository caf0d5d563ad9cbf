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
import { type Owners, readOwners } from './owners.ts';
import { outputs, section } from './rows.ts';

const head = `# The API

Generated from the schema by \`npm run api:docs\`. The only endpoint is \`POST /graphql\`; [examples](../examples)
contains operations to start with. [schema/shop.graphql](../schema/shop.graphql) is the part of it for customers, as a file
for code generators. The description of each root field ends with who may use it; other fields with a restriction state it too,
and are \`null\` for all other clients, with an error. A mutation that selects such a field is rejected as a whole. [Security](security.md) explains the rules.
Web pages may call from the origins in \`CORS_ORIGINS\`; outside production also from any port of \`localhost\` and from
Apollo Sandbox.

An access token that has expired is ignored, and \`extensions.accessToken\` says so, for \`login\`, \`register\`,
\`refreshToken\`, the mutations of e-mail links and queries of the catalogue; for anything else it is refused with 401.

Web pages need not store a refresh token: with the header \`x-session-mode: cookie\`, \`register\`, \`login\` and
\`refreshToken\` put it into an httpOnly cookie, and \`session.refreshToken\` is empty. Send the header, and
\`credentials: "include"\`, with these mutations and with those that end a session (\`logout\`, \`logoutEverywhere\`,
\`revokeSession\`, \`resetPassword\`), which clear the cookie. \`refreshToken(input: { refreshToken: "" })\` reads it; call it
when the page loads. Without the header the cookie is ignored. The page must be on the site of the gateway (the same
domain; ports and subdomains may differ), and its origin in \`CORS_ORIGINS\` unless it is the gateway's own.

## Errors

A valid mutation that is refused has the reasons in \`userErrors\`: a [code](#usererrorcode) for programs, a
message for people, and the path in the input. A problem with the request or its authentication is a
top-level error of the response, with one of these codes in \`extensions.code\`:

| code | |
|---|---|
${Object.entries(errorCodes)
  .map(([code, meaning]) => `| \`${code}\` | ${meaning} |`)
  .join('\n')}
| \`INTERNAL_SERVER_ERROR\` | An error of the shop. The message contains an id to report. |

A response with \`data\` has the status 200, also when some of its fields are null because of errors. Where nothing of a
response is left, because the viewer may not read any of it or because a dependency is unavailable, it has no \`data\`,
and the status is 401 (\`UNAUTHENTICATED\`), 403 (\`FORBIDDEN\`) or 503 (\`SERVICE_UNAVAILABLE\`). After a 503 a mutation
may have run: repeat it with the same \`idempotencyKey\`. An operation that is invalid is 400, and nothing of it runs; for
clients whose \`accept\` names \`application/json\` without \`application/graphql-response+json\` it is 200, as GraphQL over
HTTP wants (its whole audit passes). A request that is malformed is 400 for all. Queries are served for GET too, with the
header \`apollo-require-preflight\`, which pages of other sites cannot send.
Messages about variables, arguments and literals quote no value.

## Changes

Nothing that clients use is removed or renamed without notice: it is **deprecated** first, with what replaces it and the
day of its removal, at least six months later, and it works until then. Introspection with \`includeDeprecated\`
finds the same reasons. A client accepts further fields, enum values and codes.`;

/** The subgraph whose section describes a type: its only one, or the one with most of its fields. */
function homeOf(type: GraphQLNamedType, owners: Owners): string {
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

function domain(name: string, schema: GraphQLSchema, owners: Owners): string {
  const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((root) => {
    const fields = Object.values(root?.getFields() ?? {}).filter((field) =>
      owners.get(`${root?.name}.${field.name}`)?.includes(name),
    );
    if (!root || fields.length === 0) return [];
    const title = root === schema.getQueryType() ? 'Queries' : 'Mutations';
    return [[`### ${title} of ${name}`, '', ...outputs(fields)].join('\n')];
  });
  const types = Object.values(schema.getTypeMap())
    .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
    .filter((type) => type !== schema.getQueryType() && type !== schema.getMutationType())
    .filter((type) => homeOf(type, owners) === name)
    .map((type) => section(type));
  return [`## ${name}`, ...roots, `### Types of ${name}`, ...types].join('\n\n');
}

/** Renders the API reference in Markdown, grouped by subgraph. */
export function apiMarkdown(apiSdl: string, supergraphSdl: string): string {
  const schema = buildSchema(apiSdl);
  const owners = readOwners(supergraphSdl);
  const domains = [...subgraphs.map(({ name }) => name), 'shared'];
  return `${[head, ...domains.map((name) => domain(name, schema, owners))].join('\n\n')}\n`;
}
