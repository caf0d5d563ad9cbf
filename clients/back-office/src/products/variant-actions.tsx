import { TextField } from '@shop/web';
import { Action, filled } from '../forms/action.tsx';
import { AmountField } from '../forms/amount-field.tsx';
import { useChange } from '../forms/use-change.ts';
import { decimalOf } from '../forms/values.ts';
import { useFormat } from '../messages/messages.ts';
import type { OfficeProductFragment, VariantFragment } from './generated/product.ts';
import {
  AddVariantDocument,
  RemoveVariantDocument,
  SetVariantPriceDocument,
  UpdateVariantDocument,
} from './generated/variants.ts';

/** Changes the price of a variant, or its other properties, or removes it. */
export function VariantActions({ variant }: { readonly variant: VariantFragment }) {
  const { text } = useFormat();
  const { id: variantId, sku, price, taxClass, weightGrams } = variant;
  const { currencyCode } = price;
  const setPrice = useChange(SetVariantPriceDocument);
  const update = useChange(UpdateVariantDocument);
  const remove = useChange(RemoveVariantDocument);
  return (
    <>
      <Action
        title={text('variant.setPrice')}
        names={['amount']}
        send={({ amount }) =>
          setPrice({ variantId, price: { amount: decimalOf(amount), currencyCode } })
        }
      >
        <AmountField
          name="amount"
          label={text('amountIn', { currency: currencyCode })}
          defaultValue={price.amount}
        />
      </Action>
      <Action
        title={text('variant.edit')}
        names={['sku', 'taxClass', 'weightGrams']}
        send={({ weightGrams: grams, ...values }) =>
          update({
            variantId,
            ...filled(values, ['sku', 'taxClass']),
            ...(grams && { weightGrams: Number(grams) }),
          })
        }
      >
        <TextField name="sku" label={text('stock.sku')} required defaultValue={sku} />
        <TextField
          name="taxClass"
          label={text('variant.taxClass')}
          required
          defaultValue={taxClass}
        />
        <TextField
          name="weightGrams"
          label={text('variant.weight')}
          type="number"
          min={0}
          defaultValue={weightGrams ?? ''}
        />
      </Action>
      <Action title={text('variant.remove')} send={() => remove({ variantId })}>
        <p>{text('variant.remove.effect')}</p>
      </Action>
    </>
  );
}

/** Adds a variant with a value for each option of its product. */
export function AddVariant({ product }: { readonly product: OfficeProductFragment }) {
  const { text } = useFormat();
  const add = useChange(AddVariantDocument);
  const currencyCode = product.variants[0]?.price.currencyCode ?? 'EUR';
  return (
    <Action
      title={text('variant.add')}
      names={['sku', 'amount']}
      send={({ sku = '', amount, ...values }) =>
        add({
          productId: product.id,
          variant: {
            sku,
            price: { amount: decimalOf(amount), currencyCode },
            options: product.options.map(({ name }) => ({
              name,
              value: values[`option.${name}`] ?? '',
            })),
          },
        })
      }
    >
      <TextField name="sku" label={text('stock.sku')} required maxLength={40} />
      {product.options.map(({ name }) => (
        <TextField key={name} name={`option.${name}`} label={name} required maxLength={40} />
      ))}
      <AmountField name="amount" label={text('amountIn', { currency: currencyCode })} />
    </Action>
  );
}
