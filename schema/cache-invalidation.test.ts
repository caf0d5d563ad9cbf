import { type DirectiveNode, Kind, parse, visit } from 'graphql';
import { describe, expect, it } from 'vitest';
import { invalidatedBy } from './cache-invalidation.ts';
import { queues } from './events/topology.ts';
import { sdl } from './generated/sdl.ts';

const says = (directive: DirectiveNode, name: string) =>
  directive.arguments?.find((argument) => argument.name.value === name)?.value;

/** Every `@cacheControl(maxAge:)` above 0 in the SDL of a subgraph. */
function maxAges(text: string): number[] {
  const found: number[] = [];
  visit(parse(text), {
    Directive(node) {
      const maxAge = node.name.value === 'cacheControl' ? says(node, 'maxAge') : undefined;
      if (maxAge?.kind === Kind.INT && Number(maxAge.value) > 0) found.push(Number(maxAge.value));
    },
  });
  return found;
}

describe('cached responses', () => {
  it('responses are cached exactly of subgraphs whose events invalidate them', () => {
    const hinted = Object.entries(sdl).filter(([, text]) => maxAges(text).length > 0);
    expect(hinted.map(([name]) => name).sort()).toEqual(
      [...new Set(Object.values(invalidatedBy))].sort(),
    );
  });

  it('a response is cached for a minute at most, which is its greatest age when events are missing', () => {
    expect(Math.max(...Object.values(sdl).flatMap(maxAges))).toBe(60);
  });

  it('every event that invalidates responses also has a durable queue', () => {
    const queued = new Set<string>(Object.values(queues).flat());
    expect(Object.keys(invalidatedBy).filter((type) => !queued.has(type))).toEqual([]);
  });
});
