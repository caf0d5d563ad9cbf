import { RefusalMessage, UrlInput, useUrlParams } from '@shop/web';
import { type FormEvent, useId } from 'react';
import { useFormat } from '../messages/messages.ts';
import type { SearchQuery } from './generated/search.ts';
import { isReversed, withPrices } from './search-state.ts';

type Facet = SearchQuery['products']['facets'][number];

/** The range of prices of the list: of the currency that most of its products have. */
export function PriceFacet({ facet }: { readonly facet: Facet }) {
  const { text, language } = useFormat();
  const id = useId();
  const [params, change] = useUrlParams();
  const found = facet.values[0];
  if (!found?.priceRange) return null;
  const { value: currency, priceRange } = found;
  const refusal = isReversed(params) ? text('price.reversed') : undefined;
  const decimal = (amount: string) =>
    new Intl.NumberFormat(language, {
      minimumFractionDigits: amount.split('.')[1]?.length ?? 0,
      useGrouping: false,
    }).format(Number(amount));
  const shown = (amount: string | null) => (amount && Number(amount) ? decimal(amount) : amount);
  function filter(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    change((now) => withPrices(now, currency, form));
  }
  return (
    <form className="price-facet" onSubmit={filter}>
      <fieldset>
        <legend>
          {text('price')} <span className="soft">({currency})</span>
        </legend>
        <div className="row">
          {(['min', 'max'] as const).map((bound) => (
            <UrlInput
              key={bound}
              shown={shown(params.get(bound)) ?? ''}
              name={bound}
              aria-label={text(`price.${bound}`)}
              inputMode="decimal"
              pattern="\d{1,7}([.,]\d{1,2})?"
              placeholder={decimal(priceRange[bound].amount)}
              aria-invalid={refusal !== undefined}
              aria-describedby={refusal && id}
            />
          ))}
          <button type="submit">{text('price.apply')}</button>
        </div>
        <RefusalMessage id={id} message={refusal} />
      </fieldset>
    </form>
  );
}
