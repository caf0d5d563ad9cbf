import { readFileSync } from 'node:fs';
import { sdl } from '@shop/schema/sdl';
import { randomFrom, testSeed as seed } from '@shop/testing/random';
import fc from 'fast-check';
import { getNullableType } from 'graphql';
import { expect, it, onTestFinished } from 'vitest';
import { withoutSecurityPurpose } from '../supergraph/load-supergraph.ts';
import { composeSupergraph } from '../testing/compose-supergraph.ts';
import { type Graph, startGraph } from '../testing/variable-fuzz/graph.ts';
import { argumentCases, type Case, conditionCases } from '../testing/variable-fuzz/positions.ts';
import { randomSchema } from '../testing/variable-fuzz/random-schema.ts';
import { marker, variablesOf } from '../testing/variable-fuzz/values.ts';

type Tally = { accepted: number; refused: number };

/** Asserts what a client may see of an operation with these variables, whatever they are. */
async function assertJudged(
  graph: Graph,
  { query }: Case,
  variables: Record<string, unknown>,
  tally: Tally,
) {
  const { result, status, fields, logged } = await graph.run(query, variables);
  expect(logged).toEqual([]);
  expect(JSON.stringify(result)).not.toContain(marker);
  const codes = result.errors?.map(({ extensions }) => extensions?.['code']);
  if (await graph.accepts(query, variables)) {
    tally.accepted++;
    expect(codes).toBeUndefined();
    return;
  }
  tally.refused++;
  expect([status, codes, fields]).toEqual([400, ['BAD_USER_INPUT'], 0]);
  expect(result.errors?.[0]?.message).toMatch(/^Variable "\$v" /);
  expect(result.data).toBeUndefined();
  if (variables['v'] !== null) return;
  const whenDenied = await graph.run(query, variables, 'anonymous');
  expect([whenDenied.status, whenDenied.result]).toEqual([400, result]);
}

/** The marker as a name: of an enum value or an input field. */
const name = marker.replaceAll('-', '_');

/** Literals of no type of the API, each with the marker. */
const literals = [`"""${marker} \\" """`, `[["${marker}"]]`, `{ ${name}: "${marker}" }`, name];

/** Asserts that an invalid literal is refused when the operation is validated, without its value. */
async function assertLiteralsRefused(graph: Graph, cases: readonly Case[]) {
  const types = new Set(cases.map(({ type }) => String(getNullableType(type))));
  for (const type of types) {
    for (const literal of literals) {
      const query = `query ($v: ${type} = ${literal}) { __typename @skip(if: $v) }`;
      const { result, status, logged } = await graph.run(query, {});
      const codes = new Set(result.errors?.map(({ extensions }) => extensions?.['code']));
      expect([status, ...codes]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
      expect(JSON.stringify(result)).not.toContain(marker);
      expect(logged).toEqual([]);
    }
  }
}

/** Runs each case without a value, with null, with a wrong value, and with random ones. */
async function assertAllJudged(graph: Graph): Promise<Tally> {
  const tally = { accepted: 0, refused: 0 };
  const cases = [...conditionCases(graph.schema), ...argumentCases(graph.schema)];
  await assertLiteralsRefused(graph, cases);
  for (const one of cases) {
    const property = fc.asyncProperty(variablesOf(one.type), (variables) =>
      assertJudged(graph, one, variables, tally).catch((error) => {
        throw new Error(one.query, { cause: error });
      }),
    );
    await fc.assert(property, {
      seed,
      numRuns: 4,
      examples: [[{}], [{ v: null }], [{ v: marker }]],
    });
  }
  return tally;
}

it(`a variable in any position of the API runs or is refused by name, and never an internal error (seed ${seed})`, async () => {
  const path = new URL('../../schema/supergraph.graphql', import.meta.url);
  const graph = await startGraph(withoutSecurityPurpose(readFileSync(path, 'utf8')), sdl);
  onTestFinished(graph.stop);
  const { accepted, refused } = await assertAllJudged(graph);
  expect(Math.min(accepted, refused)).toBeGreaterThan(500);
});

it(`a variable in any position of a generated schema runs or is refused by name (seed ${seed})`, async () => {
  const shop = randomSchema(randomFrom(seed));
  const graph = await startGraph(composeSupergraph({ shop }), { shop });
  onTestFinished(graph.stop);
  const { accepted, refused } = await assertAllJudged(graph);
  expect(Math.min(accepted, refused)).toBeGreaterThan(100);
});
