import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { parse, print, printSchema } from 'graphql';
import { subgraphs } from '../subgraphs.ts';
import { readSupergraph } from '../supergraph/index.ts';
import { describeAccess } from './api/describe-access.ts';
import { nullOnlyOnError } from './contract/semantic-non-null.ts';
import { shopContract } from './contract/shop-contract.ts';

const at = (file: string) => new URL(`../${file}`, import.meta.url);
const readIfThere = (file: string) => {
  try {
    return readFileSync(at(file), 'utf8');
  } catch {
    return '';
  }
};

/** SDL of every subgraph with the shared types added; what the subgraph serves and what is composed. */
const sdl = Object.fromEntries(
  subgraphs.map(({ name }) => [
    name,
    `${readFileSync(at('shared.graphql'), 'utf8')}\n${readFileSync(at(`${name}.graphql`), 'utf8')}`,
  ]),
);

const composed = composeServices(
  subgraphs.map(({ name, port }) => ({
    name,
    url: `http://localhost:${port}/graphql`,
    typeDefs: describeAccess(parse(sdl[name] as string)),
  })),
);
if (composed.errors) {
  console.error(composed.errors.map((error) => error.message).join('\n\n'));
  process.exit(1);
}

const api = printSchema(composed.schema.toAPISchema().toGraphQLJSSchema());
const contract = shopContract(
  parse(api),
  readSupergraph(parse(composed.supergraphSdl)),
  new Set(Object.values(sdl).flatMap((text) => nullOnlyOnError(parse(text)))),
);
const files = {
  'supergraph.graphql': `${composed.supergraphSdl.trimEnd()}\n`,
  'api.graphql': `${api}\n`,
  'shop.graphql': `${print(contract)}\n`,
};

if (process.argv.includes('--check')) {
  const stale = Object.entries(files).filter(([file, text]) => readIfThere(file) !== text);
  for (const [file] of stale) console.error(`schema/${file} is stale: run \`npm run compose\``);
  process.exit(stale.length > 0 ? 1 : 0);
}

mkdirSync(at('generated/'), { recursive: true });
writeFileSync(
  at('generated/sdl.ts'),
  `/** SDL of each subgraph, shared types included. */\nexport const sdl = ${JSON.stringify(sdl, null, 2)};\n`,
);
for (const [file, text] of Object.entries(files)) {
  if (readIfThere(file) !== text) writeFileSync(at(file), text);
}
