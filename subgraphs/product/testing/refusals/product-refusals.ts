import { newId } from '@shop/domain';
import { type Catalogue, newVariant } from '../open-catalogue.ts';
import {
  broken,
  conflict,
  ofProduct,
  type RefusalCases,
  takenSku,
  withNothing,
  withUsedKey,
} from './case.ts';

const nothing = withNothing({ product: null });
const newProduct = (change: object) => ({ title: 'Thing', variants: [newVariant()], ...change });
const unknown = { productId: newId() };

/** Refusals of the mutations of products. */
export const productRefusals = (shop: Catalogue): RefusalCases => ({
  'createProduct INVALID_VALUE': nothing(newProduct({ title: '' })),
  'createProduct IDEMPOTENCY_CONFLICT': async () =>
    withUsedKey(shop, 'createProduct', await nothing(newProduct({}))()),
  'updateProduct IDEMPOTENCY_CONFLICT': async () =>
    withUsedKey(shop, 'updateProduct', await ofProduct(shop, {})),
  'publishProduct IDEMPOTENCY_CONFLICT': async () =>
    withUsedKey(shop, 'publishProduct', await ofProduct(shop, {})),
  'archiveProduct IDEMPOTENCY_CONFLICT': async () =>
    withUsedKey(shop, 'archiveProduct', await ofProduct(shop, {})),
  'createProduct SLUG_TAKEN': nothing(async () => newProduct({ slug: (await shop.create()).slug })),
  'createProduct SKU_TAKEN': nothing(async () =>
    newProduct({ variants: [newVariant({ sku: await takenSku(shop) })] }),
  ),
  'updateProduct INVALID_VALUE': () => ofProduct(shop, { title: '' }),
  'updateProduct NOT_FOUND': nothing(unknown),
  'updateProduct VERSION_CONFLICT': () => ofProduct(shop, conflict),
  'updateProduct SLUG_TAKEN': async () => ofProduct(shop, { slug: (await shop.create()).slug }),
  'publishProduct INVALID_VALUE': nothing({ productId: broken }),
  'publishProduct NOT_FOUND': nothing(unknown),
  'publishProduct VERSION_CONFLICT': () => ofProduct(shop, conflict),
  'publishProduct ILLEGAL_TRANSITION': () => ofProduct(shop, {}, { status: 'ACTIVE' }),
  'archiveProduct INVALID_VALUE': nothing({ productId: broken }),
  'archiveProduct NOT_FOUND': nothing(unknown),
  'archiveProduct VERSION_CONFLICT': () => ofProduct(shop, conflict),
  async 'archiveProduct ILLEGAL_TRANSITION'() {
    const refused = await ofProduct(shop, {});
    await shop.prisma.product.updateMany({ data: { status: 'ARCHIVED' } });
    return refused;
  },
});
