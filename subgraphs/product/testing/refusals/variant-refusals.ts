import { newId } from '@shop/domain';
import { type Catalogue, eur, newVariant, size } from '../open-catalogue.ts';
import {
  broken,
  conflict,
  ofProduct,
  ofVariant,
  type RefusalCases,
  takenSku,
  withNothing,
  withUsedKey,
} from './case.ts';

const nothing = withNothing({ product: null, variant: null });
const nothingRemoved = withNothing({ product: null, removedVariantId: null });
const noVariant = { variant: null };

/** Returns the variants of a product in so many sizes. */
const sizes = (count: number) => ({
  variants: Array.from({ length: count }, (_, n) => newVariant({ options: size(`${n}`) })),
});

/** Refusals of `addVariant`. */
const addVariantRefusals = (shop: Catalogue): RefusalCases => {
  const add = (change: object, input: object = {}, count = 1) => {
    const variant = newVariant({ options: size('new'), ...change });
    return ofProduct(shop, { variant, ...input }, sizes(count), noVariant);
  };
  return {
    'addVariant IDEMPOTENCY_CONFLICT': async () => withUsedKey(shop, 'addVariant', await add({})),
    'addVariant INVALID_VALUE': () => add({ sku: '' }),
    'addVariant NOT_FOUND': nothing({ productId: newId(), variant: newVariant() }),
    'addVariant VERSION_CONFLICT': () => add({}, conflict),
    'addVariant LIMIT_REACHED': () => add({}, {}, 100),
    'addVariant SKU_TAKEN': async () => add({ sku: await takenSku(shop) }),
  };
};

/** Refusals of the mutations of variants. */
export const variantRefusals = (shop: Catalogue): RefusalCases => ({
  ...addVariantRefusals(shop),
  'updateVariant IDEMPOTENCY_CONFLICT': async () =>
    withUsedKey(shop, 'updateVariant', await ofVariant(shop, {})),
  'removeVariant IDEMPOTENCY_CONFLICT': async () =>
    withUsedKey(shop, 'removeVariant', await ofVariant(shop, {}, 'removedVariantId')),
  'setVariantPrice IDEMPOTENCY_CONFLICT': async () =>
    withUsedKey(shop, 'setVariantPrice', await ofVariant(shop, { price: eur('1') })),
  'updateVariant INVALID_VALUE': nothing({ variantId: broken }),
  'updateVariant NOT_FOUND': nothing({ variantId: newId() }),
  'updateVariant VERSION_CONFLICT': () => ofVariant(shop, conflict),
  'updateVariant SKU_TAKEN': async () => ofVariant(shop, { sku: await takenSku(shop) }),
  'removeVariant INVALID_VALUE': nothingRemoved({ variantId: broken }),
  'removeVariant NOT_FOUND': nothingRemoved({ variantId: newId() }),
  'removeVariant VERSION_CONFLICT': () => ofVariant(shop, conflict, 'removedVariantId'),
  'removeVariant ILLEGAL_TRANSITION': () => ofVariant(shop, {}, 'removedVariantId'),
  'setVariantPrice INVALID_VALUE': () => ofVariant(shop, { price: eur('-1') }),
  'setVariantPrice NOT_FOUND': nothing({ variantId: newId(), price: eur('1') }),
  'setVariantPrice VERSION_CONFLICT': () => ofVariant(shop, { price: eur('1'), ...conflict }),
});
