import { newId } from '@shop/domain';
import { until } from '@shop/testing';
import { bulkUpsertProducts } from '../../domain/bulk-upsert-products.ts';
import { catalogManager } from '../graph-fixture.ts';
import { type Catalogue, newVariant } from '../open-catalogue.ts';
import { newSlug, type RefusalCases, takenSku, withNothing } from './case.ts';

const whole = withNothing({ results: null });
const oneRow = withNothing({ results: [{ index: 0 }] });
const row = (change: object = {}) => ({
  slug: newSlug(),
  title: 'Bulk',
  variants: [newVariant()],
  ...change,
});

/** Refusals of `bulkUpsertProducts`, of the whole input and of a row. */
export const bulkRefusals = (shop: Catalogue): RefusalCases => {
  const keyed = async () => {
    const input = { products: [row()], idempotencyKey: newId() };
    await bulkUpsertProducts(shop, catalogManager, input);
    return input;
  };
  return {
    'bulkUpsertProducts INVALID_VALUE': whole({ products: [] }),
    'bulkUpsertProducts IDEMPOTENCY_CONFLICT': whole(async () => ({
      ...(await keyed()),
      products: [row()],
    })),
    // The viewer has lost the scope since the first request.
    'bulkUpsertProducts NOT_FOUND': async () => ({
      ...(await whole(keyed)()),
      viewer: { ...catalogManager, scopes: new Set() },
    }),
    'bulkUpsertProducts SKU_TAKEN': oneRow(async () => ({
      products: [row({ variants: [newVariant({ sku: await takenSku(shop) })] })],
    })),
    'bulkUpsertProducts ILLEGAL_TRANSITION': oneRow(async () => {
      const { slug } = await shop.create({ status: 'ACTIVE' });
      return { products: [row({ slug, status: 'DRAFT' })] };
    }),
    'bulkUpsertProducts SLUG_TAKEN': oneRow(async () => {
      const slug = newSlug();
      await createWhileWaiting(shop, slug);
      return { products: [row({ slug })] };
    }),
  };
};

/** Creates a product with this slug in a transaction that ends as soon as another one waits for it. */
async function createWhileWaiting({ prisma }: Catalogue, slug: string): Promise<void> {
  const now = new Date();
  const words = { title: 'Rival', description: '', titleWords: 'rival', descriptionWords: '' };
  const data = { id: newId(), slug, status: 'DRAFT' as const, createdAt: now, ...words };
  let inserted = () => {};
  const ready = new Promise<void>((resolve) => {
    inserted = resolve;
  });
  void prisma.$transaction(async (tx) => {
    await tx.product.create({ data });
    inserted();
    await until('another transaction to wait for the slug', async () => {
      const [row] = await prisma.$queryRaw<{ waiting: boolean }[]>`
        SELECT EXISTS (
          SELECT 1 FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock'
        ) AS waiting`;
      return row?.waiting;
    });
  });
  await ready;
}
