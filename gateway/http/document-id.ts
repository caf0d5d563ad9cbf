import { errorBody } from '@shop/service';
import type { Request, RequestHandler } from 'express';
import { isObject } from '../operation/is-object.ts';

type Parameters = Readonly<Record<string, unknown>>;

const form = /^sha256:([0-9a-f]{64})$/;

/** Adds the extension by which Apollo Server and the safelist find a document. Apollo Server refuses other values. */
const withHash = (extensions: unknown, hash: string): unknown =>
  extensions == null || isObject(extensions)
    ? { ...extensions, persistedQuery: { version: 1, sha256Hash: hash } }
    : extensions;

/** Returns the hash in `documentId`, or what is wrong with it. */
function hashOf({ documentId, query }: Parameters): { hash: string } | { fault: string } {
  if (query != null)
    return { fault: 'Send the text as query or its hash as documentId, not both.' };
  const hash = typeof documentId === 'string' ? form.exec(documentId)?.[1] : undefined;
  return hash
    ? { hash }
    : {
        fault: 'A documentId is sha256: and the SHA-256 of the text, as 64 lower-case hex digits.',
      };
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** Reads the parameter from a URL, and returns what is wrong with it. */
function acceptInUrl(request: Request): string | undefined {
  const url = new URL(request.url, 'http://gateway');
  const { searchParams } = url;
  if (!searchParams.has('documentId')) return undefined;
  const found = hashOf(Object.fromEntries(searchParams));
  if ('fault' in found) return found.fault;
  const extensions = withHash(parsed(searchParams.get('extensions') || '{}'), found.hash);
  searchParams.delete('documentId');
  searchParams.set('extensions', JSON.stringify(extensions));
  request.url = `${url.pathname}${url.search}`;
  return undefined;
}

/** Reads the parameter from a body, and returns what is wrong with it. */
function acceptInBody(request: Request): string | undefined {
  const body: unknown = request.body;
  if (!isObject(body) || body['documentId'] == null) return undefined;
  const found = hashOf(body);
  if ('fault' in found) return found.fault;
  const { documentId: _, ...others } = body;
  request.body = { ...others, extensions: withHash(body['extensions'], found.hash) };
  return undefined;
}

/**
 * Accepts `documentId` of GraphQL over HTTP (appendix on persisted documents) in bodies and URLs, for documents that were
 * registered by their hash or that the safelist has. Another value is `BAD_REQUEST`.
 */
export const acceptDocumentId: RequestHandler = (request, response, next) => {
  const accept = request.method === 'GET' || request.method === 'HEAD' ? acceptInUrl : acceptInBody;
  const fault = accept(request);
  if (fault === undefined) return next();
  response.status(400).json(errorBody('BAD_REQUEST', fault));
};
