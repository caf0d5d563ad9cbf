import { readFileSync, rmSync } from 'node:fs';
import { build } from 'esbuild';
import { Kind, parse, print, visit } from 'graphql';

// Bundles the pages of the gateway for browsers, with all that they load, so that they work without the internet.

const titles = { 'shop-front': 'Shop front', mobile: 'Mobile app', 'back-office': 'Back office' };

/** The fragments that a definition spreads, at any depth. */
function fragmentsOf(definition, fragments, found = new Set()) {
  visit(definition, {
    FragmentSpread({ name }) {
      const fragment = fragments.get(name.value);
      if (found.has(fragment)) return;
      found.add(fragment);
      fragmentsOf(fragment, fragments, found);
    },
  });
  return found;
}

const isOperation = ({ kind }) => kind === Kind.OPERATION_DEFINITION;

/** The variables of each request of `examples/shop.http` by its name. */
function readVariables(file) {
  const [, ...requests] = readFileSync(file, 'utf8').split(/^### /m);
  return new Map(
    requests.map((request) => {
      const [name] = request.split('\n');
      return [name, request.trim().split('\n\n').at(-1)];
    }),
  );
}

const definitionsOf = (name) =>
  parse(readFileSync(`../examples/${name}.graphql`, 'utf8')).definitions;

/** The operations of each application in examples/, with their fragments and variables. */
function readExamples() {
  const variables = readVariables('../examples/shop.http');
  const parsed = Object.keys(titles).map(definitionsOf);
  const fragments = new Map(
    [...definitionsOf('fragments'), ...parsed.flat()]
      .filter((one) => !isOperation(one))
      .map((one) => [one.name.value, one]),
  );
  const exampleOf = (definition) => {
    const name = definition.name.value;
    return {
      name,
      query: [definition, ...fragmentsOf(definition, fragments)].map(print).join('\n\n'),
      variables: variables.get(name) ?? '',
    };
  };
  return parsed.map((definitions, n) => ({
    title: Object.values(titles)[n],
    operations: definitions.filter(isOperation).map(exampleOf),
  }));
}

rmSync('dist/pages', { recursive: true, force: true });
await build({
  entryPoints: ['pages/graphiql/graphiql.mjs'],
  outdir: 'dist/pages',
  entryNames: '[name]',
  chunkNames: 'chunk-[hash]',
  splitting: true,
  bundle: true,
  minify: true,
  platform: 'browser',
  target: 'es2022',
  format: 'esm',
  define: {
    'process.env.NODE_ENV': '"production"',
    SHOP_EXAMPLES: JSON.stringify(readExamples()),
  },
  logLevel: 'warning',
}).catch(() => {
  // esbuild has printed the faults.
  process.exit(1);
});
