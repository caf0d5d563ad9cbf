import { requestData, tokenOf } from '../client.ts';
import { CreateCategoryDocument, CreateProductDocument } from '../generated/graphql.ts';
import { newKey } from '../shopping.ts';
import type { Case, Input } from './case.ts';

const price = (amount: string) => ({ amount, currencyCode: 'EUR' });
const newVariant = (size: string) => ({
  sku: `I-${newKey().slice(0, 8)}`,
  options: [{ name: 'Size', value: size }],
  price: price('1.00'),
});
const newProduct = () => ({
  title: 'Keyed',
  slug: `idem-${newKey()}`,
  variants: [newVariant('S'), newVariant('M')],
});

/** A mutation of a new product, or of its first variant. */
const ofProduct =
  (change: Input, other: Input, target: 'productId' | 'variantId' = 'productId'): Case['prepare'] =>
  async () => {
    const token = await tokenOf('staff');
    const { createProduct } = await requestData(
      CreateProductDocument,
      { input: newProduct() },
      token,
    );
    const product = createProduct?.product;
    const id = target === 'productId' ? product?.id : product?.variants[0]?.id;
    const input = { [target]: id, ...change };
    return { token, input, other: { ...input, ...other } };
  };

/** A mutation of a category, new or existing. */
const ofCategory =
  (change: Input, other: Input, exists: boolean): Case['prepare'] =>
  async () => {
    const token = await tokenOf('staff');
    const created = exists
      ? await requestData(CreateCategoryDocument, { input: { name: 'Keyed' } }, token)
      : undefined;
    const categoryId = created?.createCategory?.category?.id;
    const input = { ...(categoryId && { categoryId }), ...change };
    return { token, input, other: { ...input, ...other } };
  };

const product = 'product { id version }';
const variant = `${product} variant { id sku price { amount } options { value } }`;
const category = 'category { id slug name version }';

/** The mutations of the catalogue. */
export const catalogueCases: Readonly<Record<string, Case>> = {
  createProduct: {
    async prepare() {
      const input = newProduct();
      return { token: await tokenOf('staff'), input, other: { ...input, title: 'Other' } };
    },
    select: product,
  },
  updateProduct: { prepare: ofProduct({ title: 'New' }, { title: 'Other' }), select: product },
  publishProduct: { prepare: ofProduct({}, { expectedVersion: 1 }), select: product },
  archiveProduct: { prepare: ofProduct({}, { expectedVersion: 1 }), select: product },
  addVariant: {
    prepare: ofProduct({ variant: newVariant('L') }, { variant: newVariant('L') }),
    select: variant,
  },
  updateVariant: {
    prepare: ofProduct(
      { options: [{ name: 'Size', value: 'XS' }] },
      { options: [{ name: 'Size', value: 'XL' }] },
      'variantId',
    ),
    select: variant,
  },
  removeVariant: {
    prepare: ofProduct({}, { expectedVersion: 1 }, 'variantId'),
    select: `${product} removedVariantId`,
  },
  setVariantPrice: {
    prepare: ofProduct({ price: price('2.00') }, { price: price('3.00') }, 'variantId'),
    select: variant,
  },
  createCategory: {
    prepare: ofCategory({ name: 'New' }, { name: 'Other' }, false),
    select: category,
  },
  updateCategory: {
    prepare: ofCategory({ name: 'New' }, { name: 'Other' }, true),
    select: category,
  },
};
