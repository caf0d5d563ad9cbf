import { useSearchParams } from 'react-router';
import { useFormat } from '../messages/messages.ts';
import { sorts } from './search-state.ts';

export function SortChoice() {
  const { text } = useFormat();
  const [params, setParams] = useSearchParams();
  const choices = sorts.filter((sort) => sort !== 'RELEVANCE' || params.get('q'));
  function choose(sort: string) {
    const next = new URLSearchParams(params);
    next.set('sort', sort);
    setParams(next);
  }
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
