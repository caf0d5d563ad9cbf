import type { ApolloServerOptionsWithGateway, BaseContext } from '@apollo/server';
import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';

/**
 * Characters of GraphQL text whose parsed documents are cached: about 500 operations of a shop front. A
 * document, with all that is remembered about it, takes some 100 bytes of memory per character,
 * so that clients can fill at most 50 MB. Apollo Server's own store holds 30 MiB of JSON, which is 150 MB
 * of memory.
 */
export const maxCharacters = 500_000;

type DocumentStore = NonNullable<ApolloServerOptionsWithGateway<BaseContext>['documentStore']>;

export const charactersOf = ({ loc }: DocumentNode): number => loc?.source.body.length || 1;

/** Caches parsed and validated documents, so that each is parsed once; the least recently used go first. */
export function createDocumentStore(): DocumentStore {
  const documents = new LRUCache<string, DocumentNode>({
    maxSize: maxCharacters,
    sizeCalculation: charactersOf,
  });
  return {
    get: async (key) => documents.get(key),
    set: async (key, document) => void documents.set(key, document),
    delete: async (key) => documents.delete(key),
  };
}
