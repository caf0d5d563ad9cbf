import { type ReactNode, startTransition, useOptimistic } from 'react';
import { toggle } from './url-state.ts';
import { useUrlParams } from './use-url-params.ts';

type Props = { readonly name: string; readonly value: string; readonly children: ReactNode };

/** A checkbox for a value in the URL. It is checked at once, and not when the page for it is shown. */
export function UrlChoice({ name, value, children }: Props) {
  const [params, change] = useUrlParams();
  const [isChosen, setChosen] = useOptimistic(params.has(name, value));
  const choose = () =>
    startTransition(() => {
      setChosen(!isChosen);
      change((now) => toggle(now, name, value), { preventScrollReset: true });
    });
  return (
    <label>
      <input type="checkbox" checked={isChosen} onChange={choose} />
      <span>{children}</span>
    </label>
  );
}
