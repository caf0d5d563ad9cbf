import { randomUUID } from 'node:crypto';
import { errors, everyone, type Row, staff, staffRefused, text } from './row.ts';

export const productRows: readonly Row[] = [
  {
    field: 'Query.product',
    select: ({ productId }) => `product(id: ${text(productId)}) { id }`,
    expected: everyone,
  },
  {
    field: 'Query.products',
    select: () => 'products(first: 1) { nodes { id } }',
    expected: everyone,
  },
  {
    field: 'Query.variant',
    select: ({ variantId }) => `variant(id: ${text(variantId)}) { id }`,
    expected: everyone,
  },
  { field: 'Query.category', select: () => 'category(slug: "home") { slug }', expected: everyone },
  { field: 'Query.categories', select: () => 'categories { slug }', expected: everyone },
  {
    field: 'Mutation.createProduct',
    select: () =>
      `createProduct(input: { title: "Matrix ${randomUUID()}", variants: [{ sku: "M-${randomUUID().slice(0, 8)}", price: { amount: "1.00", currencyCode: "EUR" } }] }) ${errors}`,
    expected: staff,
  },
  {
    field: 'Mutation.updateProduct',
    select: ({ productId }) => `updateProduct(input: { productId: ${text(productId)} }) ${errors}`,
    expected: staff,
  },
  {
    field: 'Mutation.publishProduct',
    select: () => `publishProduct(input: { productId: ${text(randomUUID())} }) ${errors}`,
    expected: staffRefused(':NOT_FOUND'),
  },
  {
    field: 'Mutation.archiveProduct',
    select: () => `archiveProduct(input: { productId: ${text(randomUUID())} }) ${errors}`,
    expected: staffRefused(':NOT_FOUND'),
  },
  {
    field: 'Mutation.addVariant',
    select: () =>
      `addVariant(input: { productId: ${text(randomUUID())}, variant: { sku: "M-1", price: { amount: "1.00", currencyCode: "EUR" } } }) ${errors}`,
    expected: staffRefused(':NOT_FOUND'),
  },
  {
    field: 'Mutation.updateVariant',
    select: ({ variantId }) => `updateVariant(input: { variantId: ${text(variantId)} }) ${errors}`,
    expected: staff,
  },
  {
    field: 'Mutation.removeVariant',
    select: () => `removeVariant(input: { variantId: ${text(randomUUID())} }) ${errors}`,
    expected: staffRefused(':NOT_FOUND'),
  },
  {
    field: 'Mutation.setVariantPrice',
    select: () =>
      `setVariantPrice(input: { variantId: ${text(randomUUID())}, price: { amount: "1.00", currencyCode: "EUR" } }) ${errors}`,
    expected: staffRefused(':NOT_FOUND'),
  },
  {
    field: 'Mutation.createCategory',
    select: () => `createCategory(input: { name: "Matrix", slug: "m-${randomUUID()}" }) ${errors}`,
    expected: staff,
  },
  {
    field: 'Mutation.updateCategory',
    select: () => `updateCategory(input: { categoryId: ${text(randomUUID())} }) ${errors}`,
    expected: staffRefused(':NOT_FOUND'),
  },
  {
    field: 'Mutation.bulkUpsertProducts',
    select: () =>
      `bulkUpsertProducts(input: { dryRun: true, products: [{ slug: "matrix", title: "Matrix", variants: [{ sku: "M-1", price: { amount: "1.00", currencyCode: "EUR" } }] }] }) ${errors}`,
    expected: staff,
  },
];
