import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { compileRoute } from '../compile-routes.ts';
import { type OpenApi, postmanCollection } from '../postman/collection.ts';
import { folders } from '../postman/requests.ts';
import { restRoutes } from '../routes/index.ts';
import { openApiDocument } from './document.ts';
import { withRouteTable } from './route-table.ts';

// Writes schema/openapi.json, schema/postman.json and the table of docs/rest.md; `--check` fails when one is stale.
const at = (path: string) => new URL(`../../../${path}`, import.meta.url);
const read = (path: string) => (existsSync(at(path)) ? readFileSync(at(path), 'utf8') : '');

const schema = buildSchema(read('schema/api.graphql'));
const routes = restRoutes.map((route) => compileRoute(schema, route));
const document = openApiDocument(schema, read('schema/supergraph.graphql'), routes);
const json = (value: object) => `${JSON.stringify(value, undefined, 2)}\n`;
const files = {
  'schema/openapi.json': json(document),
  'schema/postman.json': json(postmanCollection(document as OpenApi, folders)),
  'docs/rest.md': withRouteTable(read('docs/rest.md'), document),
};

for (const [path, text] of Object.entries(files)) {
  if (!process.argv.includes('--check')) writeFileSync(at(path), text);
  else if (read(path) !== text) {
    process.stderr.write(`${path} is stale: run \`npm run rest:docs\`\n`);
    process.exitCode = 1;
  }
}
