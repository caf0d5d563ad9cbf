import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ApolloServerPlugin } from '@apollo/server';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { operationError } from '../operation/errors.ts';

/** The only operations that run: documents by their SHA-256, and the texts alone. */
export type Safelist = {
  readonly byHash: ReadonlyMap<string, string>;
  readonly documents: ReadonlySet<string>;
};

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const contents = z.record(z.string(), z.string());

/**
 * Reads `{ "<sha256 of document>": "<document>" }`, where `sha256:` may stand before each hash, as graphql-codegen writes
 * it. Throws on any other content and on a wrong hash.
 */
function readSafelist(path: string): Safelist {
  const entries = Object.entries(contents.parse(JSON.parse(readFileSync(path, 'utf8'))));
  const byHash = new Map(entries.map(([id, document]) => [id.replace(/^sha256:/, ''), document]));
  for (const [hash, document] of byHash) {
    if (hash !== sha256(document)) throw new Error(`${hash} is not the SHA-256 of its document`);
  }
  return { byHash, documents: new Set(byHash.values()) };
}

/** An environment variable with the path of a safelist. */
export const safelistFile = z.string().transform((path, context) => {
  try {
    return readSafelist(path);
  } catch (error) {
    const why = error instanceof z.ZodError ? 'its values must be documents' : String(error);
    context.addIssue(`must be the path of a safelist: ${why}`);
    return z.NEVER;
  }
});

const notInList = () =>
  operationError('PERSISTED_QUERY_NOT_IN_LIST', 'The operation is not in the safelist.');

/**
 * Accepts safelisted operations only, by their exact text or by their hash alone. The gateway's own
 * operations (without HTTP) need no entry. A refused text is not even parsed: Apollo Server can return
 * an error of this kind only once it has an operation, so the smallest one takes its place.
 */
export const safelistOnly = ({
  byHash,
  documents,
}: Safelist): ApolloServerPlugin<GatewayContext> => ({
  async requestDidStart({ request }) {
    const hash: unknown = request.extensions?.['persistedQuery']?.sha256Hash;
    // Apollo Server itself refuses a request with neither text nor hash.
    if (!request.http || (request.query === undefined && hash === undefined)) return;
    const document = request.query ?? byHash.get(hash as string);
    if (document !== undefined && documents.has(document)) {
      request.query = document;
      return;
    }
    Object.assign(request, {
      query: '{ __typename }',
      operationName: undefined,
      extensions: undefined,
    });
    return {
      didResolveOperation: async () => {
        throw notInList();
      },
    };
  },
});
