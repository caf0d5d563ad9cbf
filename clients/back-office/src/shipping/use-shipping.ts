import { stripTypename } from '@apollo/client/utilities';
import { useSend } from '../forms/use-send.ts';
import { usePage } from '../table/use-page.ts';
import {
  SetShippingRulesDocument,
  ShippingRulesDocument,
  type ShippingZoneInput,
} from './generated/shipping.ts';

/** The shipping rules of the shop, which are changed together. */
export function useShipping() {
  const { data, ...page } = usePage(ShippingRulesDocument, {});
  const send = useSend(SetShippingRulesDocument, page.refetch);
  const shipping = stripTypename(data?.pricingRules?.shipping);
  return {
    ...page,
    shipping,
    /** Saves other zones, unless others have changed them since `version`. */
    change: (zones: ShippingZoneInput[], version: number | undefined) =>
      send({ zones, expectedVersion: version ?? null }),
  };
}

/** What changes the entry that a form is about: `undefined` removes it. */
export type Change<Entry> = (
  next: Entry | undefined,
  version: number | undefined,
) => ReturnType<ReturnType<typeof useShipping>['change']>;
