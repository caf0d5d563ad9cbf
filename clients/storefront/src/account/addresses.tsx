import { useMutation, useQuery } from '@apollo/client/react';
import { formatAddress } from '@shop/client';
import { Failure, Loading, RefusalMessage } from '@shop/web';
import { useState } from 'react';
import { useFormat } from '../messages/messages.ts';
import { AddressEditor } from './address-editor.tsx';
import {
  MyAddressesDocument,
  RemoveAddressDocument,
  type SavedAddressFragment,
  SetDefaultAddressDocument,
} from './generated/address-book.ts';

type EntryProps = { readonly address: SavedAddressFragment; readonly edit: () => void };

function Entry({ address, edit }: EntryProps) {
  const { text, language } = useFormat();
  const [remove] = useMutation(RemoveAddressDocument);
  const [makeDefault] = useMutation(SetDefaultAddressDocument);
  const [refusal, setRefusal] = useState<string>();
  const variables = { input: { addressId: address.id } };
  const show = (payload: Promise<{ userErrors: readonly { message: string }[] } | undefined>) =>
    void payload.then(
      (answer) => setRefusal(answer?.userErrors[0]?.message),
      (error: Error) => setRefusal(error.message),
    );
  const lines = formatAddress(address, { locale: language });
  const name = `${address.recipient}, ${address.line1}`;
  return (
    <li className="card">
      <address>
        {lines.map((line) => (
          <div key={line}>{line}</div>
        ))}
      </address>
      <div className="actions">
        <button type="button" aria-label={`${text('edit')}: ${name}`} onClick={edit}>
          {text('edit')}
        </button>
        <button
          type="button"
          aria-label={`${text('remove')}: ${name}`}
          onClick={() => show(remove({ variables }).then(({ data }) => data?.removeAddress))}
        >
          {text('remove')}
        </button>
        {address.isDefault ? (
          <b>{text('addresses.default')}</b>
        ) : (
          <button
            type="button"
            aria-label={`${text('addresses.makeDefault')}: ${name}`}
            onClick={() =>
              show(makeDefault({ variables }).then(({ data }) => data?.setDefaultAddress))
            }
          >
            {text('addresses.makeDefault')}
          </button>
        )}
      </div>
      <RefusalMessage message={refusal} />
    </li>
  );
}

/** The address book. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function Addresses() {
  const { text } = useFormat();
  const { data, error, refetch } = useQuery(MyAddressesDocument);
  const [edited, setEdited] = useState<SavedAddressFragment | 'new'>();
  if (error && !data) return <Failure error={error} retry={refetch} />;
  const addresses = data?.me?.addresses;
  if (!addresses) return <Loading />;
  const close = () => setEdited(undefined);
  if (edited) {
    const address = edited === 'new' ? {} : { address: edited };
    return <AddressEditor {...address} close={close} />;
  }
  return (
    <>
      <h1>{text('addresses')}</h1>
      {addresses.length === 0 && <p>{text('addresses.none')}</p>}
      <ul className="entries">
        {addresses.map((address) => (
          <Entry key={address.id} address={address} edit={() => setEdited(address)} />
        ))}
      </ul>
      <button type="button" className="primary" onClick={() => setEdited('new')}>
        {text('addresses.add')}
      </button>
    </>
  );
}
