import { useMutation, useQuery } from '@apollo/client/react';
import {
  AddressInputs,
  addressNames,
  addressOf,
  Failure,
  type FormValues,
  Loading,
  RefusalForm,
  useCountry,
  useIdempotencyKey,
} from '@shop/web';
import { CountriesDocument } from '../checkout/generated/checkout.ts';
import { useFormat } from '../messages/messages.ts';
import {
  AddAddressDocument,
  type SavedAddressFragment,
  UpdateAddressDocument,
} from './generated/address-book.ts';

type Props = {
  /** The address to change; without it, a new one. */
  readonly address?: SavedAddressFragment;
  readonly close: () => void;
};

/** Adds or changes an address of the address book. */
export function AddressEditor({ address, close }: Props) {
  const { text, language } = useFormat();
  const { data, error, refetch } = useQuery(CountriesDocument, { variables: { locale: language } });
  const { country, choose } = useCountry(data?.countries, address?.country);
  const [add] = useMutation(AddAddressDocument);
  const [update] = useMutation(UpdateAddressDocument);
  const withKey = useIdempotencyKey();
  if (error) return <Failure error={error} retry={refetch} />;
  if (!data) return <Loading />;
  if (!country) return null;
  const { code } = country;

  async function save(values: FormValues) {
    const written = addressOf(values, code);
    const payload = address
      ? (await update({ variables: { input: { addressId: address.id, address: written } } })).data
          ?.updateAddress
      : await withKey({ address: written }, async (input) => {
          const { data: answer } = await add({ variables: { input } });
          return answer?.addAddress;
        });
    if (payload?.userErrors.length === 0) close();
    return payload?.userErrors;
  }

  return (
    <>
      <h1>{text(address ? 'addresses.edit' : 'addresses.add')}</h1>
      <RefusalForm names={addressNames} button={text('save')} send={save}>
        <AddressInputs
          countries={data.countries}
          country={country}
          choose={choose}
          values={address ?? {}}
        />
      </RefusalForm>
      <button type="button" onClick={close}>
        {text('cancel')}
      </button>
    </>
  );
}
