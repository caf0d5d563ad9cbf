import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { addressMetadata, countryCodes } from '@shop/domain';
import { buildSchema } from 'graphql';
import { policiesOf } from './policies-of.ts';

// Writes what the package knows of the schema and of addresses into generated/; part of `npm run codegen`.
const root = new URL('../', import.meta.url);
const schema = buildSchema(readFileSync(new URL('../../schema/api.graphql', root), 'utf8'));

/** Lines of an address by country: `%n` separates them in the metadata. */
const formats = Object.fromEntries(
  countryCodes.map((code) => [code, (addressMetadata(code).fmt ?? '').replaceAll('%n', '|')]),
);

const source = (values: Readonly<Record<string, { type: string; value: unknown }>>): string =>
  Object.entries(values)
    .map(([name, { type, value }]) => `export const ${name}: ${type} = ${JSON.stringify(value)};\n`)
    .join('');

const { possibleTypes, embedded, connections, lists } = policiesOf(schema);
const files = {
  'policies.ts': source({
    possibleTypes: { type: 'Record<string, string[]>', value: possibleTypes },
    embedded: { type: 'readonly string[]', value: embedded },
    connections: {
      type: 'Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>',
      value: connections,
    },
    lists: { type: 'Readonly<Record<string, readonly string[]>>', value: lists },
  }),
  'address-formats.ts': source({
    addressFormats: { type: 'Readonly<Record<string, string>>', value: formats },
  }),
};
mkdirSync(new URL('generated/', root), { recursive: true });
for (const [name, text] of Object.entries(files)) {
  writeFileSync(new URL(`generated/${name}`, root), text);
}
