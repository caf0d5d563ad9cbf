import type { TypedDocumentNode } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { type MouseEvent, type ReactNode, useState } from 'react';
import { useFormat } from '../messages/format.tsx';

type Link = { readonly number: string; readonly url: string };
type Documents = { readonly invoice: Link | null; readonly creditNotes: readonly Link[] | null };

type Props = {
  readonly order: Documents & { readonly id: string };
  /** The query that reads new links: an application's own, since each has a schema of its own. */
  readonly query: TypedDocumentNode<
    { readonly order: Documents | null },
    { id: string; orderToken?: string }
  >;
  /** Of a guest. */
  readonly orderToken?: string | undefined;
};

/** Whether a click opens another tab or a menu, which the browser does by itself. */
const isOfBrowser = ({ button, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): boolean =>
  button !== 0 || metaKey || ctrlKey || shiftKey || altKey;

/** Returns what opens a document by its number: its links end after an hour, and the page may be older. */
function useDownload({ order: { id }, query, orderToken }: Props) {
  const client = useApolloClient();
  return async (number: string): Promise<void> => {
    const { data } = await client.query({
      query,
      variables: { id, ...(orderToken && { orderToken }) },
      fetchPolicy: 'network-only',
    });
    const { invoice, creditNotes } = data?.order ?? {};
    const found = [invoice, ...(creditNotes ?? [])].find((one) => one?.number === number);
    if (!found) throw new Error(`there is no document ${number}`);
    location.assign(found.url);
  };
}

/** The invoice and credit notes of an order, as PDF; nothing without an invoice. A click reads a new link first. */
export function OrderDocuments(props: Props) {
  const { text } = useFormat();
  const download = useDownload(props);
  const [failed, setFailed] = useState(false);
  const { invoice, creditNotes } = props.order;
  if (!invoice) return null;

  function linkTo(number: string, url: string, label: ReactNode) {
    const open = (event: MouseEvent) => {
      if (isOfBrowser(event)) return;
      event.preventDefault();
      setFailed(false);
      download(number).catch(() => setFailed(true));
    };
    return (
      <li key={number}>
        <a href={url} onClick={open}>
          {label}
        </a>
      </li>
    );
  }

  return (
    <section aria-label={text('documents')}>
      <h2>{text('documents')}</h2>
      <ul>
        {linkTo(invoice.number, invoice.url, text('documents.invoice', invoice))}
        {creditNotes?.map((note) =>
          linkTo(note.number, note.url, text('documents.creditNote', note)),
        )}
      </ul>
      {failed && (
        <p className="refusal" role="alert">
          {navigator.onLine ? text('failure') : text('offline')}
        </p>
      )}
    </section>
  );
}
