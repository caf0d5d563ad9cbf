import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';
import { useFormat } from '../messages/messages.ts';
import { readMyData } from './read-my-data.ts';

/** Hands a file to the browser, which saves it. */
function save(name: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** Saves what the shop stores about the viewer as a file for people and programs. */
export function MyData() {
  const { text } = useFormat();
  const client = useApolloClient();
  const [state, setState] = useState<'ready' | 'busy' | 'failed'>('ready');
  async function download() {
    setState('busy');
    try {
      save('my-data.json', JSON.stringify(await readMyData(client), null, 2));
      setState('ready');
    } catch {
      setState('failed');
    }
  }
  return (
    <section>
      <h2>{text('myData')}</h2>
      <div className="card">
        <p>{text('myData.what')}</p>
        <button type="button" disabled={state === 'busy'} onClick={() => void download()}>
          {text('myData.download')}
        </button>
        {state === 'failed' && (
          <p className="refusal" role="alert">
            {navigator.onLine ? text('failure') : text('offline')}
          </p>
        )}
      </div>
    </section>
  );
}
