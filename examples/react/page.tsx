import { ApolloClient } from '@apollo/client';
import { ApolloProvider, useMutation, useQuery } from '@apollo/client/react';
import { createCache, createLink, formatMoney } from '@shop/client';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import {
  ShopFillCartDocument,
  ShopProductDocument,
  ShopSearchDocument,
} from '../generated/graphql.ts';

// A page that finds products and fills the cart of a guest, with the documents of ../shop-front.graphql.

const client = new ApolloClient({
  link: createLink({ uri: '/graphql', name: 'example-react', version: '1.0.0' }),
  cache: createCache(),
});

function Search() {
  const [search, setSearch] = useState('');
  const [slug, setSlug] = useState<string>();
  const variables = { search, filter: { inStock: true }, first: 5 };
  const { data, previousData, error } = useQuery(ShopSearchDocument, { variables });
  const found = (data ?? previousData)?.products.edges ?? [];
  return (
    <main>
      <h1>Products</h1>
      <input
        aria-label="Search"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      {error && <p role="alert">{error.message}</p>}
      <ul>
        {found.map(({ node: { id, slug, title, priceRange } }) => (
          <li key={id}>
            <button type="button" onClick={() => setSlug(slug)}>
              {title}
            </button>
            {priceRange && ` from ${formatMoney(priceRange.min, 'en')}`}
          </li>
        ))}
      </ul>
      {slug && <Product key={slug} slug={slug} />}
    </main>
  );
}

function Product({ slug }: { readonly slug: string }) {
  const { data, error } = useQuery(ShopProductDocument, { variables: { slug } });
  const [add, added] = useMutation(ShopFillCartDocument);
  const payload = added.data?.addCartLines;
  // The key to the cart of a guest: a shop keeps it for the next visit.
  const cartToken = payload?.cartToken;
  const addOne = (variantId: string) => {
    const lines = [{ variantId, quantity: 1 }];
    // A retry of this request adds nothing again: it has the same key.
    const idempotencyKey = crypto.randomUUID();
    void add({ variables: { input: { lines, idempotencyKey, ...(cartToken && { cartToken }) } } });
  };
  const refusal = error ?? added.error ?? payload?.userErrors[0];
  return (
    <section>
      <h2>{data?.product?.title}</h2>
      {refusal && <p role="alert">{refusal.message}</p>}
      <ul>
        {data?.product?.variants.map(({ id, title, price }) => (
          <li key={id}>
            {title}, {formatMoney(price, 'en')}{' '}
            <button type="button" disabled={added.loading} onClick={() => addOne(id)}>
              Add {title}
            </button>
          </li>
        ))}
      </ul>
      <ul aria-label="Cart">
        {payload?.cart?.lines.map(({ id, title, quantity }) => (
          <li key={id}>
            {quantity} × {title}
          </li>
        ))}
      </ul>
    </section>
  );
}

createRoot(document.body).render(
  <ApolloProvider client={client}>
    <Search />
  </ApolloProvider>,
);
