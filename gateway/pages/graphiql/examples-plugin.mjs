/** The files of examples/ with their operations, which the bundle replaces. */
const examples = SHOP_EXAMPLES;

import { useEditorContext } from '@graphiql/react';
import { createElement as h } from 'react';
import { fillIn } from './responses.mjs';

function Operation({ name, query, variables, open }) {
  return h(
    'li',
    null,
    h('button', { type: 'button', onClick: () => open({ query, variables }) }, name),
  );
}

/** Lists the operations of examples/; a click replaces those of the current tab. */
function Examples() {
  const { queryEditor, variableEditor } = useEditorContext({ nonNull: true });
  const open = ({ query, variables }) => {
    queryEditor?.setValue(query);
    variableEditor?.setValue(fillIn(variables));
  };
  return h(
    'div',
    { className: 'examples' },
    h('h2', null, 'Examples'),
    h(
      'p',
      null,
      'Send them from top to bottom: values in double braces are those of an earlier response. ',
      'Carla may buy; the back office needs Ada.',
    ),
    examples.map(({ title, operations }) =>
      h(
        'section',
        { key: title },
        h('h3', null, title),
        h(
          'ul',
          null,
          operations.map((operation) => h(Operation, { key: operation.name, open, ...operation })),
        ),
      ),
    ),
  );
}

/** The picker of the operations that clients need. */
export const examplesPlugin = {
  title: 'Examples',
  icon: () =>
    h('svg', { viewBox: '0 0 16 16', fill: 'none', stroke: 'currentColor', strokeWidth: 1.5 }, [
      h('path', { key: 'lines', d: 'M2 4h12M2 8h12M2 12h8' }),
    ]),
  content: Examples,
};
