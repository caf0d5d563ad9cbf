import { readFileSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
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

/** The operations of each file of examples/, with their fragments and the names of their variables. */
function readExamples(files) {
  const parsed = files.map((file) => parse(readFileSync(file, 'utf8')).definitions);
  const fragments = new Map(
    parsed
      .flat()
      .filter((one) => !isOperation(one))
      .map((one) => [one.name.value, one]),
  );
  const exampleOf = (definition) => {
    const names = definition.variableDefinitions.map(({ variable }) => variable.name.value);
    const variables = Object.fromEntries(names.map((name) => [name, null]));
    return {
      name: definition.name.value,
      query: [definition, ...fragmentsOf(definition, fragments)].map(print).join('\n\n'),
      variables: names.length > 0 ? JSON.stringify(variables, null, 2) : '',
    };
  };
  return parsed.map((definitions, n) => ({
    title: titles[basename(files[n], '.graphql')],
    operations: definitions.filter(isOperation).map(exampleOf),
  }));
}

const files = Object.keys(titles).map((name) => `../examples/${name}.graphql`);
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
    SHOP_EXAMPLES: JSON.stringify(readExamples(files)),
  },
  logLevel: 'warning',
}).catch(() => {
  // esbuild has printed the faults.
  process.exit(1);
});
