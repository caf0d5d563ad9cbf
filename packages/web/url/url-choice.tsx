import { type ReactNode, startTransition, useOptimistic } from 'react';
import { useSearchParams } from 'react-router';
import { toggle } from './toggle.ts';

type Props = { readonly name: string; readonly value: string; readonly children: ReactNode };

/** A checkbox for a value in the URL. It is checked at once, and not when the page for it is shown. */
export function UrlChoice({ name, value, children }: Props) {
  const [params, setParams] = useSearchParams();
  const [isChosen, setChosen] = useOptimistic(params.has(name, value));
  const choose = () =>
    startTransition(() => {
      setChosen(!isChosen);
      setParams(toggle(params, name, value), { preventScrollReset: true });
    });
  return (
    <label>
      <input type="checkbox" checked={isChosen} onChange={choose} />
      <span>{children}</span>
    </label>
  );
}
