import type { CatalogueStore } from '../ports.ts';
import type { Cart } from './cart.ts';
import type { AvailabilityStore } from './ports.ts';
import { type ReviewedCart, reviewCart } from './review-cart.ts';

/** What carts are reviewed with. */
export type ReviewPorts = {
  readonly catalogue: Pick<CatalogueStore, 'byIds'>;
  readonly availability: Pick<AvailabilityStore, 'byIds'>;
};

/** Reviews carts with one read of the catalogue and one of the availability. */
export async function reviewCarts(
  { catalogue, availability }: ReviewPorts,
  carts: readonly Cart[],
): Promise<ReviewedCart[]> {
  const variantIds = carts.flatMap(({ lines }) => lines.map(({ variantId }) => variantId));
  const ids = [...new Set(variantIds)];
  const [variants, units] = await Promise.all([catalogue.byIds(ids), availability.byIds(ids)]);
  const byId = <T>(values: readonly (T | undefined)[]) =>
    new Map(
      values.flatMap((value, n) => (value === undefined ? [] : [[ids[n] ?? '', value] as const])),
    );
  const facts = { variants: byId(variants), available: byId(units) };
  return carts.map((cart) => reviewCart(cart, facts));
}
