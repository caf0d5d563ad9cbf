import { formatAddress } from '@shop/client';
import type { SavedAddressFragment } from '../account/generated/address-book.ts';
import { useFormat } from '../messages/messages.ts';

type Props = {
  readonly addresses: readonly SavedAddressFragment[];
  /** `undefined` for an address that is not saved. */
  readonly chosen: SavedAddressFragment | undefined;
  readonly choose: (address: SavedAddressFragment | undefined) => void;
};

/** Chooses an address of the address book, or another. */
export function AddressChoice({ addresses, chosen, choose }: Props) {
  const { text, language } = useFormat();
  return (
    <fieldset className="card choices">
      <legend>{text('addresses.choose')}</legend>
      {addresses.map((address) => (
        <label key={address.id}>
          <input
            type="radio"
            name="savedAddress"
            checked={address.id === chosen?.id}
            onChange={() => choose(address)}
          />
          <span>{formatAddress(address, { locale: language }).join(', ')}</span>
        </label>
      ))}
      <label>
        <input
          type="radio"
          name="savedAddress"
          checked={!chosen}
          onChange={() => choose(undefined)}
        />
        <span>{text('addresses.other')}</span>
      </label>
    </fieldset>
  );
}
