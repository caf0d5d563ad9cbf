import { useApolloClient, useQuery } from '@apollo/client/react';
import {
  AddressInputs,
  addressNames,
  addressOf,
  Failure,
  type FormValues,
  Loading,
  RefusalForm,
  TextField,
  useCountry,
  usePageTitle,
} from '@shop/web';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { filled } from '../forms/action.tsx';
import { Entries } from '../forms/entries.tsx';
import { useChange } from '../forms/use-change.ts';
import { useFormat } from '../messages/messages.ts';
import {
  NewOrderFormDocument,
  PlaceOrderForCustomerDocument,
  VariantOfSkuDocument,
} from './generated/new-order.ts';

/** The longest that the response waits until stock is reserved. */
const waitForMs = 5_000;

const nameOf = (n: number, field: 'sku' | 'quantity') => `lines.${n}.${field}`;

function LineFields({ n }: { readonly n: number }) {
  const { text } = useFormat();
  return (
    <div>
      <TextField
        name={nameOf(n, 'sku')}
        label={text('newOrder.sku', { n: n + 1 })}
        required
        maxLength={40}
      />
      <TextField
        name={nameOf(n, 'quantity')}
        label={text('newOrder.units', { n: n + 1 })}
        type="number"
        required
        min={1}
        max={99}
        defaultValue={1}
      />
    </div>
  );
}

/** Returns what finds the lines of a form by their SKUs; the refusals of unknown ones otherwise. */
function useLines() {
  const client = useApolloClient();
  const { text } = useFormat();
  return async (values: FormValues, count: number) => {
    const found = await Promise.all(
      Array.from({ length: count }, async (_, n) => {
        const sku = values[nameOf(n, 'sku')]?.trim() ?? '';
        const { data } = await client.query({ query: VariantOfSkuDocument, variables: { sku } });
        const line = {
          variantId: data?.variant?.id,
          quantity: Number(values[nameOf(n, 'quantity')]),
        };
        return { ...line, field: nameOf(n, 'sku').split('.'), sku };
      }),
    );
    const refusals = found.flatMap(({ variantId, field, sku }) =>
      variantId ? [] : [{ message: text('newOrder.unknown', { sku }), field }],
    );
    const lines = found.map(({ variantId = '', quantity }) => ({ variantId, quantity }));
    return { lines, refusals };
  };
}

/** Places an order for a customer, who pays it with the link in the e-mail. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function NewOrder() {
  const { text, language } = useFormat();
  const navigate = useNavigate();
  const [count, setCount] = useState(1);
  const { data, error, refetch } = useQuery(NewOrderFormDocument, {
    variables: { locale: language },
  });
  const { country, choose } = useCountry(data?.countries ?? undefined);
  const findLines = useLines();
  const place = useChange(PlaceOrderForCustomerDocument, async (placed) => {
    const order = placed?.placeOrderForCustomer?.order;
    if (order) await navigate(`/orders/${order.number}`);
  });
  usePageTitle(text('newOrder'));
  if (error && !data) return <Failure error={error} retry={refetch} />;
  if (!country) return <Loading />;
  const { code } = country;
  const names = Array.from({ length: count }, (_, n) => [nameOf(n, 'sku'), nameOf(n, 'quantity')]);
  async function send(values: FormValues) {
    const { lines, refusals } = await findLines(values, count);
    if (refusals.length > 0) return refusals;
    return place({
      email: values['email']?.trim() ?? '',
      lines,
      shippingAddress: addressOf(values, code),
      ...filled(values, ['shippingMethod']),
      waitForMs,
    });
  }
  return (
    <>
      <p>
        <Link to="/orders">{text('orders')}</Link>
      </p>
      <h1>{text('newOrder')}</h1>
      <RefusalForm
        names={['email', 'shippingMethod', ...addressNames, ...names.flat()]}
        button={text('newOrder')}
        send={send}
      >
        <p>{text('newOrder.effect')}</p>
        <TextField name="email" label={text('email')} type="email" required />
        <Entries
          count={count}
          least={1}
          change={setCount}
          add={text('newOrder.add')}
          remove={text('newOrder.remove')}
          entry={(n) => <LineFields key={n} n={n} />}
        />
        <AddressInputs countries={data?.countries ?? []} country={country} choose={choose} />
        <TextField name="shippingMethod" label={text('newOrder.method')} maxLength={40} />
      </RefusalForm>
    </>
  );
}
