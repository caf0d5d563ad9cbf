import { type FormValues, RefusalForm, SelectField, TextField, usePageTitle } from '@shop/web';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { AmountField } from '../forms/amount-field.tsx';
import { Entries } from '../forms/entries.tsx';
import { useChange } from '../forms/use-change.ts';
import { useFormat } from '../messages/messages.ts';
import { CreateProductDocument } from './generated/create.ts';
import {
  newProductFields,
  newProductOf,
  picturePrefix,
  type Sizes,
  variantName,
} from './new-product-input.ts';
import { PictureFields } from './picture-fields.tsx';

function VariantFields({ n }: { readonly n: number }) {
  const { text } = useFormat();
  return (
    <fieldset>
      <legend>{text('variant.nth', { n: n + 1 })}</legend>
      <TextField name={variantName(n, 'sku')} label={text('stock.sku')} required maxLength={40} />
      <AmountField name={variantName(n, 'price')} label={text('product.price')} />
      <TextField name={variantName(n, 'options')} label={text('variant.options')} />
      <TextField
        name={variantName(n, 'weightGrams')}
        label={text('variant.weight')}
        type="number"
        min={0}
      />
    </fieldset>
  );
}

function Words() {
  const { text } = useFormat();
  return (
    <>
      <TextField name="title" label={text('product.title')} required maxLength={120} />
      <TextField name="slug" label={text('product.slugOfTitle')} maxLength={120} />
      <TextField name="description" label={text('product.description')} rows={6} maxLength={5000} />
      <TextField name="categories" label={text('product.categories')} />
      <SelectField
        name="status"
        label={text('orders.status')}
        options={[
          { value: 'DRAFT', label: text('product.DRAFT') },
          { value: 'ACTIVE', label: text('product.ACTIVE') },
        ]}
      />
      <TextField
        name="currency"
        label={text('currency')}
        required
        maxLength={3}
        format={{ pattern: '^[A-Z]{3}$', example: 'EUR' }}
        defaultValue="EUR"
      />
    </>
  );
}

/** Creates a product with its variants, prices and pictures. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function NewProduct() {
  const { text } = useFormat();
  const navigate = useNavigate();
  const [sizes, setSizes] = useState<Sizes>({ variants: 1, pictures: 0 });
  const create = useChange(CreateProductDocument, async (data) => {
    const product = data?.createProduct?.product;
    if (product) await navigate(`/products/${product.id}`);
  });
  usePageTitle(text('product.create'));
  async function send(values: FormValues) {
    const found = newProductOf(values, sizes, text('variant.options.form'));
    return 'length' in found ? found : create(found);
  }
  return (
    <>
      <p>
        <Link to="/products">{text('products')}</Link>
      </p>
      <h1>{text('product.create')}</h1>
      <RefusalForm names={newProductFields(sizes)} button={text('product.create')} send={send}>
        <Words />
        <Entries
          count={sizes.variants}
          least={1}
          change={(variants) => setSizes({ ...sizes, variants })}
          add={text('variant.add')}
          remove={text('variant.removeLast')}
          entry={(n) => <VariantFields key={n} n={n} />}
        />
        <Entries
          count={sizes.pictures}
          least={0}
          change={(pictures) => setSizes({ ...sizes, pictures })}
          add={text('picture.add')}
          remove={text('picture.removeLast')}
          entry={(n) => (
            <fieldset key={n}>
              <legend>{text('picture.nth', { n: n + 1 })}</legend>
              <PictureFields prefix={picturePrefix(n)} />
            </fieldset>
          )}
        />
      </RefusalForm>
    </>
  );
}
