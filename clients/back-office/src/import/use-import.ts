import { useMutation } from '@apollo/client/react';
import { useRef, useState } from 'react';
import { ImportProductsDocument, type ImportResultFragment } from './generated/import.ts';
import type { FileProduct } from './products-of.ts';

/** The shop takes at most so many products at once. */
const batchSize = 100;

function batchesOf<T>(items: readonly T[]): readonly T[][] {
  const starts = Array.from(
    { length: Math.ceil(items.length / batchSize) },
    (_, n) => n * batchSize,
  );
  return starts.map((start) => items.slice(start, start + batchSize));
}

/** Previews and executes an import. Each batch has a key of its own, with which it is sent again when the shop did not answer. */
export function useImport() {
  const [mutate, { loading }] = useMutation(ImportProductsDocument);
  const [results, setResults] = useState<readonly ImportResultFragment[]>([]);
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
    setResults(found);
    setDone(!dryRun);
  }
  const attempt = (products: readonly FileProduct[], dryRun: boolean) =>
    send(products, dryRun).catch((error: Error) => setRefusal(error.message));

  return {
    results,
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
