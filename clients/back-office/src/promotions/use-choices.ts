import { useApolloClient, useQuery } from '@apollo/client/react';
import type { FormValues, Refusal } from '@shop/web';
import { listOf } from '../forms/values.ts';
import { useFormat } from '../messages/messages.ts';
import type { PromotionFragment } from './generated/promotions.ts';
import { PromotionChoicesDocument, VariantOfSkuDocument } from './generated/promotions.ts';

type Found = { readonly categoryIds: string[]; readonly variantIds: string[] };

/** What staff know by other names than the shop: categories by their slug, and variants by their SKU. */
export function useChoices(promotion?: PromotionFragment) {
  const { text } = useFormat();
  const client = useApolloClient();
  const { data } = useQuery(PromotionChoicesDocument, { fetchPolicy: 'no-cache' });
  const categories = data?.categories ?? [];
  const all = data?.pricingRules?.promotions.promotions ?? [];
  const variants = (all.find(({ code }) => code === promotion?.code)?.variants ?? []).flatMap(
    (one) => one ?? [],
  );
  const findSku = async (sku: string) => {
    const known = variants.find((one) => one.sku === sku);
    if (known) return known.id;
    const found = await client.query({ query: VariantOfSkuDocument, variables: { sku } });
    return found.data?.variant?.id;
  };
  return {
    isRead: data !== undefined,
    slugs: categories
      .filter(({ id }) => promotion?.categoryIds.includes(id))
      .map((one) => one.slug),
    skus: variants.map(({ sku }) => sku),
    /** Finds the categories and variants that a form names. Resolves to refusals when there is one that does not exist. */
    async find(values: FormValues): Promise<Found | readonly Refusal[]> {
      const [slugs, skus] = [listOf(values['categoryIds']), listOf(values['variantIds'])];
      const categoryIds = slugs.map((slug) => categories.find((one) => one.slug === slug)?.id);
      const variantIds = await Promise.all(skus.map(findSku));
      const faults = [
        ...unknown('categoryIds', slugs, categoryIds),
        ...unknown('variantIds', skus, variantIds),
      ];
      if (faults.length > 0) {
        return faults.map(({ field, name }) => ({
          field: [field],
          message: text('promotion.unknown', { name }),
        }));
      }
      return { categoryIds: categoryIds.flatMap(idOf), variantIds: variantIds.flatMap(idOf) };
    },
  };
}

const idOf = (id: string | undefined) => id ?? [];
const unknown = (field: string, names: readonly string[], ids: readonly (string | undefined)[]) =>
  names.filter((_, n) => ids[n] === undefined).map((name) => ({ field, name }));
