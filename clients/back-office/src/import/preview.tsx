import { useFormat } from '../messages/messages.ts';
import { changesOf, type ProductChange } from './changes-of.ts';
import type { ImportResultFragment } from './generated/import.ts';
import type { StoredProductFragment } from './generated/stored-products.ts';
import type { FileProduct } from './products-of.ts';

function useChangeWords() {
  const { text, name, money } = useFormat();
  const none = '–';
  return (change: ProductChange): string => {
    switch (change.what) {
      case 'description':
      case 'sequence':
      case 'removed':
        return text(`import.change.${change.what}`, { ...change });
      case 'added':
        return text('import.change.added', { sku: change.sku, price: money(change.price) });
      case 'price': {
        const [before, after] = [money(change.before), money(change.after)];
        return text('import.change.price', { sku: change.sku, before, after });
      }
      case 'status': {
        const [before, after] = [name('product', change.before), name('product', change.after)];
        return text('import.change.status', { before, after });
      }
      default: {
        const [before, after] = [change.before || none, change.after || none];
        return text(`import.change.${change.what}`, { ...change, before, after });
      }
    }
  };
}

type Props = {
  readonly products: readonly FileProduct[];
  readonly results: readonly ImportResultFragment[];
  /** The products as they were when the file was checked, by their place in it. */
  readonly stored: ReadonlyMap<number, StoredProductFragment>;
};

/** What the shop would do with each product of the file, or has done. */
export function Preview({ products, results, stored }: Props) {
  const { text, name } = useFormat();
  const wordsOf = useChangeWords();
  const changes = (index: number) => {
    const row = products[index]?.product;
    return row ? changesOf(stored.get(index), row).map(wordsOf) : [];
  };
  return (
    <div className="table">
      <table>
        <thead>
          <tr>
            <th scope="col">{text('import.lines')}</th>
            <th scope="col">{text('product.title')}</th>
            <th scope="col">{text('import.result')}</th>
          </tr>
        </thead>
        <tbody>
          {results.map(({ index, action, userErrors }) => (
            <tr key={index}>
              <td>{products[index]?.lines.join(', ')}</td>
              <td>{products[index]?.product.title}</td>
              <td>
                {name('import', action)}
                {(action === 'CREATED' || action === 'UPDATED') && (
                  <ul>
                    {changes(index).map((words) => (
                      <li key={words}>{words}</li>
                    ))}
                  </ul>
                )}
                {userErrors.map(({ message }) => (
                  <p key={message} className="refusal">
                    {message}
                  </p>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
