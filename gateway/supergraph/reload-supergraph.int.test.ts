import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApolloGateway } from '@apollo/gateway';
import { until } from '@shop/testing';
import type { GraphQLSchema } from 'graphql';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { supergraphFromFile } from './load-supergraph.ts';

const sdl = readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8');
const changed = sdl.replaceAll('categories:', 'shelves:');

let folder: string;
let file: string;
let gateway: ApolloGateway;
let schema: GraphQLSchema;
let refusals = 0;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shop-supergraph-'));
  file = join(folder, 'supergraph.graphql');
  writeFileSync(file, sdl);
  gateway = new ApolloGateway({
    supergraphSdl: supergraphFromFile(file, { info() {}, error() {} }, (outcome) => {
      if (outcome === 'refused') refusals++;
    }),
  });
  gateway.onSchemaLoadOrUpdate(({ apiSchema }) => {
    schema = apiSchema;
  });
  await gateway.load();
});
afterEach(async () => {
  await gateway.stop();
  rmSync(folder, { recursive: true });
});

const fields = () => Object.keys(schema.getQueryType()?.getFields() ?? {});

it('a supergraph that changes on disk is loaded, written or replaced', async () => {
  expect(fields()).toContain('categories');
  writeFileSync(file, changed);
  await until('the new schema', () => fields().includes('shelves'));
  writeFileSync(`${file}.new`, sdl);
  renameSync(`${file}.new`, file);
  await until('the old schema again', () => fields().includes('categories'));
});

it.each([
  ['is not SDL', 'type Query { oops'],
  ['is not a supergraph', 'type Query { a: Int }'],
  ['is empty', ''],
])('the previous supergraph stays in use when the new one %s', async (_, bad) => {
  refusals = 0;
  writeFileSync(file, bad);
  await until('its refusal', () => refusals === 1);
  expect(fields()).toContain('categories');
  writeFileSync(file, changed);
  await until('a valid one', () => fields().includes('shelves'));
});
