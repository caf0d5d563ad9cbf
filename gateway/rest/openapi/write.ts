import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { compileRoute } from '../compile-routes.ts';
import { restRoutes } from '../routes/index.ts';
import { openApiDocument } from './document.ts';
import { withRouteTable } from './route-table.ts';

// Writes schema/openapi.json and the table of docs/rest.md; `--check` fails when one of them is stale.
const at = (path: string) => new URL(`../../../${path}`, import.meta.url);
const read = (path: string) => (existsSync(at(path)) ? readFileSync(at(path), 'utf8') : '');

const schema = buildSchema(read('schema/api.graphql'));
const routes = restRoutes.map((route) => compileRoute(schema, route));
const document = openApiDocument(schema, read('schema/supergraph.graphql'), routes);
const files = {
  'schema/openapi.json': `${JSON.stringify(document, undefined, 2)}\n`,
  'docs/rest.md': withRouteTable(read('docs/rest.md'), document),
};

for (const [path, text] of Object.entries(files)) {
  if (!process.argv.includes('--check')) writeFileSync(at(path), text);
  else if (read(path) !== text) {
    process.stderr.write(`${path} is stale: run \`npm run rest:docs\`\n`);
    process.exitCode = 1;
  }
}
