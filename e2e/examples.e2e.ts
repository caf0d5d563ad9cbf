import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { readHttpFile, type Step } from '@shop/examples/http-file';
import { until } from '@shop/testing';
import { Kind, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { post } from './client.ts';

const folder = new URL('../examples/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const requests = readHttpFile(read('shop.http'));

type Body = { readonly data?: Record<string, unknown> | null; readonly errors?: unknown };
const responses = new Map<string, Body>();

/** The value at a path such as `$.data.product.variants[0].id` of an earlier response. */
function valueAt(name: string, path: string): string {
  const keys = path.split(/[.[\]]+/).filter((key) => key !== '$' && key !== '');
  let value: unknown = responses.get(name);
  for (const key of keys) value = (value as Record<string, unknown> | null | undefined)?.[key];
  if (typeof value !== 'string') throw new Error(`${name} has no ${path}`);
  return value;
}

/** Replaces expressions in double braces, as a REST client does. */
const fillIn = (text: string): string =>
  text
    .replaceAll('{{$guid}}', () => randomUUID())
    .replace(/\{\{(\w+)\.response\.body\.([^}]+)\}\}/g, (_, name, path) => valueAt(name, path));

async function send({ query, variables, token }: Step): Promise<Body> {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${fillIn(token)}` } : {};
  const body = `{"query":${JSON.stringify(query)},"variables":${fillIn(JSON.stringify(variables))}}`;
  return JSON.parse((await post(body, headers)).text) as Body;
}

const isRefused = (body: Body) => /"userErrors":\[\{/.test(JSON.stringify(body));

describe('the requests of shop.http', () => {
  it.each(requests.map((one) => [one.name, one] as const))(
    'the request %s succeeds',
    async (name, one) => {
      let last: Body = {};
      // Some requests depend on events of earlier ones.
      const body = await until(`${name} to be accepted`, async () => {
        last = await send(one);
        return isRefused(last) ? undefined : last;
      }).catch((error) => {
        throw new Error(`${error.message}: ${JSON.stringify(last)}`);
      });
      responses.set(name, body);
      expect(body.errors).toBeUndefined();
      for (const value of Object.values(body.data ?? {})) expect(value).not.toBeNull();
    },
  );
});

it.each(readdirSync(folder).filter((file) => file.endsWith('.graphql')))(
  'shop.http contains every operation of %s',
  (file) => {
    const operations = parse(read(file)).definitions.flatMap((node) =>
      node.kind === Kind.OPERATION_DEFINITION ? [node.name?.value] : [],
    );
    expect(requests.map(({ name }) => name)).toEqual(expect.arrayContaining(operations));
    expect(operations.length).toBeGreaterThan(0);
  },
);
