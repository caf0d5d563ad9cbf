import { readdirSync, readFileSync } from 'node:fs';
import { readHttpFile } from '@shop/examples/http-file';
import { createSteps } from '@shop/examples/send-steps';
import { assertDeclaredRefusals, assertNullsHaveErrors } from '@shop/testing';
import { Kind, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { post } from './client.ts';

const folder = new URL('../examples/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const requests = readHttpFile(read('shop.http'));
const sendStep = createSteps(async (body, headers) => (await post(body, headers)).text);

describe('the requests of shop.http', () => {
  it.each(requests.map((one) => [one.name, one] as const))(
    'the request %s succeeds',
    async (_, one) => {
      const { data, errors } = JSON.parse((await sendStep(one)).response);
      expect(errors).toBeUndefined();
      assertDeclaredRefusals(data);
      assertNullsHaveErrors(parse(one.query), data, []);
      for (const value of Object.values(data)) expect(value).not.toBeNull();
    },
  );
});

const files = readdirSync(folder).filter(
  (file) => file.endsWith('.graphql') && file !== 'fragments.graphql',
);

it.each(files)('shop.http contains every operation of %s', (file) => {
  const operations = parse(read(file)).definitions.flatMap((node) =>
    node.kind === Kind.OPERATION_DEFINITION ? [node.name?.value] : [],
  );
  expect(requests.map(({ name }) => name)).toEqual(expect.arrayContaining(operations));
  expect(operations.length).toBeGreaterThan(0);
});
