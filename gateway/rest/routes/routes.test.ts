import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { expect, it } from 'vitest';
import { compileRoute } from '../compile-routes.ts';
import * as generated from '../generated/graphql.ts';
import { namesIn } from '../operation-parameters.ts';
import { isChoice } from '../route.ts';
import { statusesByCode } from '../statuses.ts';
import { restRoutes } from './index.ts';

const sdl = readFileSync(new URL('../../../schema/api.graphql', import.meta.url), 'utf8');
const schema = buildSchema(sdl);
const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;
const documentsOf = restRoutes.flatMap(({ document }) =>
  isChoice(document) ? Object.values(document.documents) : [document],
);

it.each(restRoutes.map((route) => [nameOf(route), route] as const))(
  'every document of %s is valid against the schema of the API',
  (_, route) => {
    expect(compileRoute(schema, route).operations.size).toBeGreaterThan(0);
  },
);

it('every document has a route', () => {
  const documents = Object.entries(generated).filter(([name]) => name.endsWith('Document'));
  const unused = documents.filter(([, document]) => !(documentsOf as unknown[]).includes(document));
  expect(unused.map(([name]) => name)).toEqual([]);
});

it('a method and path occur once', () => {
  const names = restRoutes.map(nameOf);
  expect(new Set(names).size).toBe(names.length);
});

it('paths that differ in the names of their parameters alone have the same names', () => {
  const shapes = new Map<string, string>();
  for (const { path } of restRoutes) {
    const shape = path.replace(/\{\w+\}/g, '{}');
    expect(shapes.get(shape) ?? path).toBe(path);
    shapes.set(shape, path);
  }
});

it('a route that names its parameters comes after those with the words in the same place', () => {
  const shape = (path: string) => path.split('/').length;
  for (const [n, route] of restRoutes.entries()) {
    const pattern = new RegExp(`^${route.path.replace(/\{\w+\}/g, '[^/]+')}$`);
    const hidden = restRoutes
      .slice(n + 1)
      .filter(({ path }) => shape(path) === shape(route.path) && pattern.test(path))
      .filter(({ path }) => namesIn(path).length < namesIn(route.path).length);
    expect(hidden.map(nameOf)).toEqual([]);
  }
});

it('every code of the schema has a status', () => {
  const codes = schema.getType('UserErrorCode');
  const values = codes && 'getValues' in codes ? codes.getValues() : [];
  expect(values.map(({ name }) => name).filter((name) => !(name in statusesByCode))).toEqual([]);
});

it('a deprecated route works for six months at least, and its successor is a route', () => {
  for (const { deprecated } of restRoutes) {
    if (!deprecated) continue;
    const days = (Date.parse(deprecated.sunset) - Date.parse(deprecated.since)) / 86_400_000;
    expect(days).toBeGreaterThanOrEqual(180);
    const paths: readonly string[] = restRoutes.map(({ path }) => path);
    if (deprecated.successor) expect(paths).toContain(deprecated.successor);
  }
});
