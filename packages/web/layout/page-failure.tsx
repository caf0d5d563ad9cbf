import { useEffect, useState } from 'react';
import { useFormat } from '../messages/format.tsx';
import { isLoadError, mayReload } from './load-errors.ts';
import { reachShop } from './online.ts';

type Props = {
  readonly error: Error;
  readonly isPart: boolean;
  /** Renders what has failed again. */
  readonly again: () => void;
};

/** Reloads the page, unless the shop does not answer: the browser would show a page of its own. */
const reload = async () => {
  if (await reachShop()) location.reload();
};

/**
 * Says that a page has failed, or that its code could not be loaded. Only a reload loads code again: a browser may remember
 * that a module was not there, and after a deployment it has another name.
 */
export function PageFailure({ error, isPart, again }: Props) {
  const { text } = useFormat();
  const [isTrying, setTrying] = useState(false);
  const isUnloaded = isLoadError(error);
  useEffect(() => {
    if (!isUnloaded || isPart) return;
    const onOnline = () => void reload();
    if (mayReload(error)) onOnline();
    addEventListener('online', onOnline);
    return () => removeEventListener('online', onOnline);
  }, [error, isUnloaded, isPart]);
  async function tryAgain() {
    setTrying(true);
    await (isUnloaded ? reload() : again());
    setTrying(false);
  }
  const Title = isPart ? 'p' : 'h1';
  return (
    <div className="notice" role="alert">
      <Title>{text(isUnloaded ? 'unloaded.title' : 'broken.title')}</Title>
      <p className="soft">{text(isUnloaded ? 'unloaded' : 'broken')}</p>
      <button type="button" disabled={isTrying} onClick={() => void tryAgain()}>
        {text('retry')}
      </button>
    </div>
  );
}
