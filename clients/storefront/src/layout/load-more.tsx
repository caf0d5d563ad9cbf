import { useFormat } from '../messages/messages.ts';

type Props = {
  readonly page: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly load: (request: { variables: { after: string | null } }) => Promise<unknown>;
  readonly loading?: boolean;
};

/** A button that loads the next page of a list; nothing after the last one. */
export function LoadMore({ page, load, loading = false }: Props) {
  const { text } = useFormat();
  if (!page.hasNextPage) return null;
  return (
    <button
      type="button"
      className="more"
      disabled={loading}
      onClick={() => void load({ variables: { after: page.endCursor } })}
    >
      {text('loadMore')}
    </button>
  );
}
