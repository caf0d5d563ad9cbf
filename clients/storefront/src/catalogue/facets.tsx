import { UrlChoice } from '@shop/web';
import { Link, useSearchParams } from 'react-router';
import { useFormat } from '../messages/messages.ts';
import type { SearchQuery } from './generated/search.ts';
import { PriceFacet } from './price-facet.tsx';
import { isReversed, optionKey } from './search-state.ts';

type Facet = SearchQuery['products']['facets'][number];

function Choice(props: { label: string; count: number; name: string; value: string }) {
  const { label, count, name, value } = props;
  return (
    <UrlChoice name={name} value={value}>
      {label} <span className="soft">({count})</span>
    </UrlChoice>
  );
}

function OptionFacet({ facet }: { readonly facet: Facet }) {
  const name = facet.name ?? '';
  return (
    <fieldset>
      <legend>{name}</legend>
      {facet.values.map((one) => (
        <Choice key={one.value} {...one} name={optionKey(name)} />
      ))}
    </fieldset>
  );
}

function CategoryFacet({ facet }: { readonly facet: Facet }) {
  const { text } = useFormat();
  const [params] = useSearchParams();
  return (
    <nav aria-label={text('categories')}>
      <fieldset>
        <legend>{text('categories')}</legend>
        {facet.values.map(({ value, label, count }) => (
          <div key={value}>
            <Link to={`/categories/${value}?${params}`}>{label}</Link>{' '}
            <span className="soft">({count})</span>
          </div>
        ))}
      </fieldset>
    </nav>
  );
}

/** What the list can be filtered by. */
export function Facets({ facets }: { readonly facets: readonly Facet[] }) {
  const { text } = useFormat();
  const [params] = useSearchParams();
  const inStock = facets
    .find(({ kind }) => kind === 'IN_STOCK')
    ?.values.find((v) => v.value === 'true');
  const category = facets.find(({ kind }) => kind === 'CATEGORY');
  const price = facets.find(({ kind }) => kind === 'PRICE');
  return (
    <details open={isReversed(params) || matchMedia('(min-width: 48rem)').matches}>
      <summary>{text('filters')}</summary>
      {category && <CategoryFacet facet={category} />}
      {price && <PriceFacet facet={price} />}
      {inStock && (
        <fieldset>
          <legend>{text('availability')}</legend>
          <Choice label={text('inStock')} count={inStock.count} name="inStock" value="true" />
        </fieldset>
      )}
      {facets
        .filter(({ kind }) => kind === 'OPTION')
        .map((facet) => (
          <OptionFacet key={facet.name} facet={facet} />
        ))}
    </details>
  );
}
