import { unavailable, type ViewerContext } from '@shop/service';
import { z } from 'zod';
import { acceptedAddress, type ReadAddressBook } from './domain/order-addresses.ts';

const savedAddress = acceptedAddress.extend({ id: z.string(), isDefault: z.boolean() });

/** The data that `placeOrder` declares with `@viewerData`; no user when the account does not exist any more. */
const answer = z.object({ me: z.object({ addresses: z.array(savedAddress) }).nullable() });

/** Returns how a request reads the address book that the gateway has sent with it. */
export const addressBookOf =
  ({ viewerData }: Pick<ViewerContext, 'viewerData'>): ReadAddressBook =>
  () => {
    const data = viewerData?.['placeOrder'];
    if (data == null) throw unavailable('The address book is unavailable.');
    return answer.parse(data).me?.addresses ?? [];
  };
