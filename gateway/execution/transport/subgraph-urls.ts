import { envPrefix } from '@shop/schema';
import { httpUrl } from '@shop/service';
import type { z } from 'zod';

type Environment = Readonly<Record<string, unknown>>;
const suffix = '_SUBGRAPH_URL';

/** Checks that every `<NAME>_SUBGRAPH_URL` is an HTTP URL. */
export function checkSubgraphUrls(env: Environment, context: z.RefinementCtx): void {
  for (const [name, value] of Object.entries(env)) {
    if (!name.endsWith(suffix) || httpUrl.safeParse(value).success) continue;
    context.addIssue({ code: 'custom', path: [name], message: 'must be an http:// URL' });
  }
}

/** Returns the URL of a subgraph from `<NAME>_SUBGRAPH_URL`, which overrides the one in the supergraph. */
export function subgraphUrl(env: Environment, subgraph: string): string | undefined {
  const url = env[`${envPrefix(subgraph)}${suffix}`];
  return typeof url === 'string' ? url : undefined;
}
