import { randomUUID } from 'node:crypto';
import { until } from '@shop/service/until';
import type { Step } from './steps.ts';

/** Sends a request to `/graphql`, and returns the body of the response. */
type Send = (body: string, headers: Readonly<Record<string, string>>) => Promise<string>;

export type SentStep = { readonly request: string; readonly response: string };

/** How long a request may be refused, and how often it is sent again: some depend on events of earlier ones. */
const refusals = { deadlineMs: 60_000, everyMs: 100 };

/** The value at a path such as `$.data.product.variants[0].id` of a response. */
function valueAt(response: string | undefined, path: string): string {
  const keys = path.split(/[.[\]]+/).filter((key) => key !== '$' && key !== '');
  let value: unknown = response && JSON.parse(response);
  for (const key of keys) value = (value as Record<string, unknown> | null | undefined)?.[key];
  if (typeof value !== 'string') throw new Error(`No text is at ${path}: ${response}`);
  return value;
}

/**
 * Returns how to send the requests of shop.http in their order, as a REST client does: expressions in double braces
 * become new ids and values of earlier responses. A refused request is sent again. Throws when it stays refused.
 */
export function createSteps(send: Send): (step: Step) => Promise<SentStep> {
  const responses = new Map<string, string>();
  const fillIn = (text: string): string =>
    text
      .replaceAll('{{$guid}}', () => randomUUID())
      .replace(/\{\{(\w+)\.response\.body\.([^}]+)\}\}/g, (_, name, path) =>
        valueAt(responses.get(name), path),
      );

  return async ({ name, query, variables, token }) => {
    const headers = token ? { authorization: `Bearer ${fillIn(token)}` } : {};
    let last = '';
    const sendOnce = async (): Promise<SentStep | undefined> => {
      const filled = fillIn(JSON.stringify(variables));
      const request = `{"query":${JSON.stringify(query)},"variables":${filled}}`;
      last = await send(request, headers);
      return /"userErrors":\[\{/.test(last) ? undefined : { request, response: last };
    };
    const sent = await until(`${name} to be accepted`, sendOnce, refusals).catch((error) => {
      throw new Error(`${error.message}: ${last}`, { cause: error });
    });
    responses.set(name, sent.response);
    return sent;
  };
}
