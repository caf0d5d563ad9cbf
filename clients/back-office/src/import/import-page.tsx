import { RefusalMessage, usePageTitle } from '@shop/web';
import { useId, useState } from 'react';
import { Link } from 'react-router';
import { useFormat } from '../messages/messages.ts';
import '../layout/columns.css';
import '../table/table.css';
import { Preview } from './preview.tsx';
import { columns, type FileProduct, productsOf, type RowFault } from './products-of.ts';
import { readRows } from './read-rows.ts';
import { useImport } from './use-import.ts';

type File = { readonly products: readonly FileProduct[]; readonly faults: readonly RowFault[] };

function Faults({ faults }: { readonly faults: readonly RowFault[] }) {
  const { text } = useFormat();
  return (
    <div role="alert">
      <ul className="steps">
        {faults.map(({ line, fault }) => (
          <li key={line} className="refusal">
            {text('import.line', { line })}: {text(`import.fault.${fault}`)}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Creates and changes products from a CSV file, after a preview of what the shop would do. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function ImportPage() {
  const { text, count } = useFormat();
  const id = useId();
  const [file, setFile] = useState<File>();
  const { results, stored, refusal, isSending, isDone, preview, execute } = useImport();
  usePageTitle(text('import'));
  async function open(chosen: Blob | undefined) {
    if (!chosen) return;
    const read = productsOf(readRows(await chosen.text()));
    setFile(read);
    await preview(read.faults.length === 0 ? read.products : []);
  }
  const failed = results.filter(({ action }) => action === 'FAILED').length;
  return (
    <>
      <p>
        <Link to="/products">{text('products')}</Link>
      </p>
      <h1>{text('import')}</h1>
      <p>{text('import.columns')}</p>
      <p>
        <code>{columns.join(',')}</code>
      </p>
      <div className="field">
        <label htmlFor={id}>{text('import.file')}</label>
        <input
          id={id}
          type="file"
          accept=".csv,text/csv"
          onChange={({ target }) => void open(target.files?.[0])}
        />
      </div>
      {file && file.faults.length > 0 && <Faults faults={file.faults} />}
      <RefusalMessage message={refusal} />
      <p role="status">
        {isDone && text('import.done')}
        {!isDone && results.length > 0 && count('import.checked', results.length)}
      </p>
      {file && results.length > 0 && (
        <Preview products={file.products} results={results} stored={stored} />
      )}
      {file && results.length > 0 && !isDone && (
        <p>
          <button
            type="button"
            className="primary"
            disabled={isSending || failed === results.length}
            onClick={() => void execute(file.products)}
          >
            {count('import.execute', results.length - failed)}
          </button>
        </p>
      )}
    </>
  );
}
