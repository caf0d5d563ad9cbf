import { UrlInput, useUrlParams, withValue } from '@shop/web';
import { type FormEvent, useId } from 'react';
import { useFormat } from '../messages/messages.ts';

type Props = {
  /** What can be searched for. */
  readonly label: string;
  /** Regular expression of what the shop takes. */
  readonly pattern?: string;
};

/** Searches a table for words, which are in the URL. */
export function SearchBox({ label, pattern }: Props) {
  const { text } = useFormat();
  const [params, change] = useUrlParams();
  const id = useId();
  function search(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const words = String(new FormData(event.currentTarget).get('q')).trim();
    change((now) => withValue(now, 'q', words));
  }
  return (
    <search>
      <form onSubmit={search}>
        <label htmlFor={id}>{label}</label>
        <div className="row">
          <UrlInput
            shown={params.get('q') ?? ''}
            id={id}
            type="search"
            name="q"
            maxLength={254}
            pattern={pattern}
            title={label}
          />
          <button type="submit">{text('search')}</button>
        </div>
      </form>
    </search>
  );
}
