import type { ApolloClient } from '@apollo/client';
import { useApolloClient, useMutation } from '@apollo/client/react';
import { useRef, useState } from 'react';
import { ImportProductsDocument, type ImportResultFragment } from './generated/import.ts';
import { type StoredProductFragment, StoredProductsDocument } from './generated/stored-products.ts';
import type { FileProduct } from './products-of.ts';

/** The shop takes at most so many products at once. */
const batchSize = 100;
/** Products with their variants that one query may read, by its cost. */
const readSize = 50;

function batchesOf<T>(items: readonly T[], size = batchSize): readonly T[][] {
  const starts = Array.from({ length: Math.ceil(items.length / size) }, (_, n) => n * size);
  return starts.map((start) => items.slice(start, start + size));
}

/** Reads the products that the results name, by the index of their result. */
async function readStored(client: ApolloClient, results: readonly ImportResultFragment[]) {
  const stored = new Map<number, StoredProductFragment>();
  const updated = results.filter(({ action }) => action === 'UPDATED');
  for (const batch of batchesOf(updated, readSize)) {
    const ids = batch.flatMap(({ product }) => product?.id ?? []);
    const { data } = await client.query({
      query: StoredProductsDocument,
      variables: { ids, first: readSize },
      fetchPolicy: 'no-cache',
    });
    for (const { index, product } of batch) {
      const found = data?.products?.nodes.find(({ id }) => id === product?.id);
      if (found) stored.set(index, found);
    }
  }
  return stored;
}

/** Previews and executes an import. Each batch has a key of its own, with which it is sent again when the shop did not answer. */
export function useImport() {
  const client = useApolloClient();
  const [mutate, { loading }] = useMutation(ImportProductsDocument);
  const [results, setResults] = useState<readonly ImportResultFragment[]>([]);
  const [stored, setStored] = useState<ReadonlyMap<number, StoredProductFragment>>(new Map());
  const [refusal, setRefusal] = useState<string>();
  const [isDone, setDone] = useState(false);
  const keys = useRef<readonly string[]>([]);

  async function send(products: readonly FileProduct[], dryRun: boolean): Promise<void> {
    setRefusal(undefined);
    const found: ImportResultFragment[] = [];
    for (const [n, batch] of batchesOf(products).entries()) {
      const input = {
        products: batch.map(({ product }) => product),
        dryRun,
        ...(!dryRun && { idempotencyKey: keys.current[n] ?? crypto.randomUUID() }),
      };
      const { data } = await mutate({ variables: { input } });
      const payload = data?.bulkUpsertProducts;
      const [refused] = payload?.userErrors ?? [];
      if (refused) return setRefusal(refused.message);
      const first = n * batchSize;
      found.push(...(payload?.results ?? []).map((one) => ({ ...one, index: first + one.index })));
    }
    if (dryRun) setStored(await readStored(client, found));
    setResults(found);
    setDone(!dryRun);
  }
  const attempt = (products: readonly FileProduct[], dryRun: boolean) =>
    send(products, dryRun).catch((error: Error) => setRefusal(error.message));

  return {
    results,
    stored,
    refusal,
    isSending: loading,
    isDone,
    preview(products: readonly FileProduct[]) {
      keys.current = batchesOf(products).map(() => crypto.randomUUID());
      setResults([]);
      setDone(false);
      return attempt(products, true);
    },
    execute: (products: readonly FileProduct[]) => attempt(products, false),
  };
}
