import { newId } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import type { CreateProductInput } from '../../domain/create-product.ts';
import { catalogManager } from '../graph-fixture.ts';
import type { Catalogue } from '../open-catalogue.ts';

/** An input that is refused, and what the payload has beside `userErrors`: the objects as they are now. */
export type Refused = { readonly input: object; readonly now: object; readonly viewer?: Viewer };

/** By `mutation CODE`, what provokes the refusal. */
export type RefusalCases = Readonly<Record<string, () => Promise<Refused>>>;

/** A text that no mutation accepts. */
export const broken = 'a\u0000';
export const conflict = { expectedVersion: 99 };

/** A mutation whose payload has nothing. */
export const withNothing =
  (now: object) => (input: object | (() => Promise<object>)) => async (): Promise<Refused> => ({
    input: typeof input === 'function' ? await input() : input,
    now,
  });

type Fields = Partial<CreateProductInput>;

/** Returns a mutation of a new product, with what the payload has beside it. */
export async function ofProduct(shop: Catalogue, input: object, fields?: Fields, others?: object) {
  const { id } = await shop.create(fields);
  return { input: { productId: id, ...input }, now: { product: { id }, ...others } };
}

/** Returns a mutation of the first variant of a new product. */
export async function ofVariant(shop: Catalogue, input: object, named = 'variant') {
  const { id, variants } = await shop.create();
  const variantId = variants[0]?.id;
  const now = { product: { id }, [named]: named === 'variant' ? { id: variantId } : null };
  return { input: { variantId, ...input }, now };
}

/** Returns the input of a request whose key was used before with another input. */
export async function withUsedKey(
  { prisma }: Catalogue,
  mutation: string,
  { input, ...refused }: Refused,
): Promise<Refused> {
  const key = newId();
  const scope = `${mutation}:${catalogManager.id}`;
  await prisma.idempotencyKey.create({ data: { scope, key, fingerprint: 'of another input' } });
  return { ...refused, input: { ...input, idempotencyKey: key } };
}

export const takenSku = async (shop: Catalogue) => (await shop.create()).variants[0]?.sku;

export const newSlug = () => `slug-${newId()}`;
