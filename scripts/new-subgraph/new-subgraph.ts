import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { subgraphs } from '@shop/schema';
import { root } from '../root.ts';

// npm run new:subgraph -- <name>: writes a subgraph with all its rooms and names it wherever
// subgraphs are named. docs/adding.md says what to do next.
const [name = ''] = process.argv.slice(2);
const known: readonly string[] = subgraphs.map((subgraph) => subgraph.name);
if (!/^[a-z]{2,20}$/.test(name))
  fail('Give a name of 2 to 20 lower-case letters, in the singular.');
if (known.includes(name)) fail(`There is a subgraph ${name} already.`);

const fill = (text: string): string =>
  text
    .replaceAll('__name__', name)
    .replaceAll('__Name__', `${name[0]?.toUpperCase()}${name.slice(1)}`)
    .replaceAll('__NAME__', name.toUpperCase());

const template = join(root, 'scripts/new-subgraph/template');
const target = join(root, 'subgraphs', name);

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((entry) => {
    const path = join(folder, entry);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

for (const file of filesBelow(template)) {
  const to = join(target, fill(relative(template, file)).replace(/\.template$/, ''));
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, fill(readFileSync(file, 'utf8')));
}
const schema = join(root, 'schema');
renameSync(join(target, 'schema.graphql'), join(schema, `${name}.graphql`));
renameSync(join(target, 'schema-events.ts'), join(schema, `events/${name}.ts`));
renameSync(
  join(target, 'schema-example.json'),
  join(schema, `events/examples/${name}.created.v1.json`),
);

/** Adds text before or after a place that has to be there. */
function edit(file: string, ...edits: readonly (readonly [place: RegExp, text: string])[]): void {
  const path = join(root, file);
  let text = readFileSync(path, 'utf8');
  for (const [place, replacement] of edits) {
    if (!place.test(text)) fail(`${file} has changed: cannot find ${place}`);
    text = text.replace(place, fill(replacement));
  }
  writeFileSync(path, text);
}

const port = Math.max(...subgraphs.map((subgraph) => subgraph.port)) + 1;
edit('schema/subgraphs.ts', [/\n\] as const;/, `\n  { name: '__name__', port: ${port} },$&`]);
edit(
  'schema/events/events.ts',
  [/import \{ userEvents \}/, `import { __name__Events } from './__name__.ts';\n$&`],
  [/\n\} as const;/, `\n  __name__: __name__Events,$&`],
  [/const registry = \{/, `$& ...__name__Events,`],
);
edit('codegen.yml', [
  / {2}e2e\/generated\/:/,
  `  subgraphs/__name__/generated/graphql.ts:
    schema: [schema/shared.graphql, schema/__name__.graphql]
    plugins: [typescript, typescript-resolvers]
    config:
      <<: *resolvers
      contextType: ../context.ts#__Name__Context
      mappers:
        __Name__: ../domain/__name__.ts#__Name__ as __Name__Model
$&`,
]);
edit('deploy/postgres/init.sh', [/for name in user/, 'for name in __name__ user']);
edit('.env.example', [
  /USER_DATABASE_PASSWORD/,
  '__NAME___DATABASE_PASSWORD=change-me-__name__\n$&',
]);
edit(
  'docker-compose.yml',
  [
    /\nservices:/,
    `x-__name__-database: &__name__-database
  __NAME___DATABASE_URL: postgres://shop___name__:\${__NAME___DATABASE_PASSWORD:?see .env.example}@postgres:5432/shop___name__
$&`,
  ],
  [/ {6}USER_SUBGRAPH_URL/, '      __NAME___SUBGRAPH_URL: http://__name__:4000/graphql\n$&'],
  [
    /\n {2}user:\n/,
    `
  __name__:
    <<: *service
    image: shop/__name__
    build: { context: ., dockerfile: deploy/Dockerfile, args: { WORKSPACE: subgraphs/__name__ } }
    depends_on: *after-migration
    environment: { <<: [*environment, *internal, *__name__-database] }
  __name__-worker:
    <<: *service
    image: shop/__name__
    depends_on: *after-bus
    environment: { <<: [*environment, *bus, *__name__-database], ENTRY: worker }
$&`,
  ],
  [/<<: \[\*user-database/, '<<: [*__name__-database, *user-database'],
  [
    / {6}USER_DATABASE_PASSWORD:/,
    `      __NAME___DATABASE_PASSWORD: \${__NAME___DATABASE_PASSWORD:?see .env.example}\n$&`,
  ],
);

console.log(
  `subgraphs/${name} is there, and schema/${name}.graphql. Next: npm install, then npm start.`,
);

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
