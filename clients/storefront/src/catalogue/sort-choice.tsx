import { useUrlParams, withValue } from '@shop/web';
import { useFormat } from '../messages/messages.ts';
import { sorts } from './search-state.ts';

export function SortChoice() {
  const { text } = useFormat();
  const [params, change] = useUrlParams();
  const choices = sorts.filter((sort) => sort !== 'RELEVANCE' || params.get('q'));
  const choose = (sort: string) => change((now) => withValue(now, 'sort', sort));
  return (
    <label>
      {text('sort')}
      <select
        value={params.get('sort') ?? choices[0]}
        onChange={({ target }) => choose(target.value)}
      >
        {choices.map((sort) => (
          <option key={sort} value={sort}>
            {text(`sort.${sort}`)}
          </option>
        ))}
      </select>
    </label>
  );
}
