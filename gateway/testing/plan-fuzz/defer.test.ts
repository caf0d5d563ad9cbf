import { isDeepStrictEqual } from 'node:util';
import { testSeed as seed } from '@shop/testing/random';
import fc from 'fast-check';
import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import {
  type FragmentSpreadNode,
  type InlineFragmentNode,
  Kind,
  parse,
  print,
  visit,
} from 'graphql';
import { expect, it } from 'vitest';
import type { Patch } from '../../defer/patches.ts';
import { fuzzGraphs, randomOf } from './fuzz.ts';
import { randomOperation } from './random-operation.ts';
import { type Parts, startStage } from './stage.ts';

const operations = 30;
let allInParts = 0;

/** Returns the text with `@defer` at some fragments. */
function deferSome(text: string, random: () => number): string {
  const defer = <N extends FragmentSpreadNode | InlineFragmentNode>(node: N): N | undefined => {
    if (random() < 0.4) return undefined;
    const directive = { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: 'defer' } } as const;
    return { ...node, directives: [...(node.directives ?? []), directive] };
  };
  return print(
    visit(parse(text), { FragmentSpread: { leave: defer }, InlineFragment: { leave: defer } }),
  );
}

type Tree = Record<string | number, unknown>;

/** Adds what a later part has, as a client does. */
function apply(data: unknown, { path, data: added }: Patch): void {
  const target = path.reduce<unknown>((inner, key) => (inner as Tree)[key], data) as Tree;
  // `Object.assign` would take the key `__proto__` for the prototype.
  for (const [key, value] of Object.entries(added)) {
    Object.defineProperty(target, key, { value, enumerable: true });
  }
}

/** Returns the response that a client has after all parts. */
function merge([first, ...others]: Parts): ExecutionResult {
  const errors: unknown[] = [...(first.errors ?? [])];
  for (const { incremental } of others) {
    for (const patch of incremental) {
      apply(first.data, patch);
      errors.push(...(patch.errors ?? []));
    }
  }
  return { data: first.data ?? null, errors: errors as never };
}

const messagesOf = ({ errors = [] }: ExecutionResult) =>
  (errors as readonly GraphQLFormattedError[])
    .map(({ message, path }) => JSON.stringify([message, path]))
    .sort();

it.each([...fuzzGraphs(seed, 2)])(
  `a response in parts (seed ${seed}) is the whole response: %s`,
  async (name, graph) => {
    const stage = await startStage(graph, `${seed}`);
    let inParts = 0;
    const property = fc.asyncProperty(fc.gen(), async (gen) => {
      const random = randomOf(gen);
      const { query, variables = {} } = randomOperation(stage.schema, random);
      const deferred = deferSome(query ?? '', random);
      const whole = await stage.ours({ query: deferred, variables });
      const parts = await stage.inParts({ query: deferred, variables });
      inParts += Number(parts.length > 1);
      const merged = merge(parts);
      const isSame =
        whole.data !== undefined &&
        isDeepStrictEqual(merged.data, whole.data ?? null) &&
        isDeepStrictEqual(messagesOf(merged), messagesOf(whole));
      if (!isSame) throw new Error(JSON.stringify({ deferred, variables, parts, whole }, null, 1));
      // A planner that is wrong without `@defer` may be right with it.
      const undeferred = { query: query ?? '', variables };
      const { data } = await stage.ours(undeferred);
      if (isDeepStrictEqual(whole.data, data)) return;
      expect(whole.data).toEqual((await stage.monolith(undeferred)).data);
    });
    await fc.assert(property, { seed, numRuns: operations, endOnFailure: true });
    await stage.stop();
    // With interface objects, the planner cannot defer.
    if (name === 'interfaceObject') expect(inParts).toBe(0);
    allInParts += inParts;
  },
);

it('the random operations had responses in parts', () => {
  expect(allInParts).toBeGreaterThan(operations / 3);
});
