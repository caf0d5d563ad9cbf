import { useSearchParams } from 'react-router';
import { useFormat } from '../messages/messages.ts';
import { Listing } from '../table/listing.tsx';
import { pageOfRows } from '../table/page-of-rows.ts';
import { SearchBox } from '../table/search-box.tsx';
import { SelectFilter } from '../table/select-filter.tsx';
import { RateActions, TaxActions } from './tax-actions.tsx';
import { type PlacedRate, ratesOf, stateOf, states } from './tax-rates.ts';
import { type Taxes, useTaxes } from './use-taxes.ts';

type RowProps = { readonly placed: PlacedRate; readonly version: number; readonly taxes: Taxes };

function Row({ placed, version, taxes }: RowProps) {
  const { name, date } = useFormat();
  const { country, region, taxClass, percent, validFrom, validTo, ...rate } = placed.rate;
  return (
    <tr>
      <th scope="row" className="words">
        {[country, region].filter(Boolean).join(', ')}
        <br />
        <span className="soft">{rate.name}</span>
      </th>
      <td className="words">{taxClass}</td>
      <td className="amount">{percent} %</td>
      <td className="wide">
        {name('tax', stateOf(placed.rate))}
        {(validFrom || validTo) && (
          <span className="soft">
            {' '}
            {validFrom && date(validFrom)} – {validTo && date(validTo)}
          </span>
        )}
      </td>
      <td>
        <RateActions placed={placed} version={version} taxes={taxes} />
      </td>
    </tr>
  );
}

/** The tax rates of the shop, and how taxes are calculated. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function TaxList() {
  const { text, name, count } = useFormat();
  const [params] = useSearchParams();
  const taxes = useTaxes();
  const { tax } = taxes;
  const rates = ratesOf(tax?.rates ?? [], params);
  const { nodes, ends } = pageOfRows(rates, params);
  return (
    <Listing
      title={text('taxes')}
      page={taxes}
      found={tax && { count: count('tax.rates', rates.length), ends }}
      tools={
        <>
          <SearchBox label={text('taxes.search')} />
          <SelectFilter
            label={text('promotion.state')}
            name="state"
            options={states.map((value) => ({ value, label: name('tax', value) }))}
          />
        </>
      }
    >
      {tax && (
        <>
          <p>
            {text(tax.pricesIncludeTax ? 'tax.included' : 'tax.added')}{' '}
            {text(`tax.rounded.${tax.rounding}`)}
          </p>
          <TaxActions tax={tax} taxes={taxes} />
        </>
      )}
      <table>
        <thead>
          <tr>
            <th scope="col">{text('tax.place')}</th>
            <th scope="col">{text('variant.taxClass')}</th>
            <th scope="col" className="amount">
              {text('tax.rate')}
            </th>
            <th scope="col" className="wide">
              {text('promotion.state')}
            </th>
            <th scope="col">{text('actions')}</th>
          </tr>
        </thead>
        <tbody>
          {tax &&
            nodes.map((placed) => (
              <Row key={placed.index} placed={placed} version={tax.version} taxes={taxes} />
            ))}
        </tbody>
      </table>
    </Listing>
  );
}
