import { useUrlParams, withValue } from '@shop/web';
import { startTransition, useId, useOptimistic } from 'react';
import { useFormat } from '../messages/messages.ts';

type Props = {
  readonly label: string;
  /** The parameter of the URL that has the chosen value. */
  readonly name: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
};

/** Chooses the one value that the rows of a table have. */
export function SelectFilter({ label, name, options }: Props) {
  const { text } = useFormat();
  const [params, change] = useUrlParams();
  const id = useId();
  const [chosen, setChosen] = useOptimistic(params.get(name) ?? '');
  const choose = (value: string) =>
    startTransition(() => {
      setChosen(value);
      change((now) => withValue(now, name, value));
    });
  return (
    <div className="filter">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={chosen} onChange={({ target }) => choose(target.value)}>
        <option value="">{text('all')}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
