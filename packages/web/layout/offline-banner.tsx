import { useState } from 'react';
import { useFormat } from '../messages/format.tsx';
import { reachShop, useOnline } from './online.ts';

/** Says that the browser has no network, with a button that tries to reach the shop. */
export function OfflineBanner() {
  const { text } = useFormat();
  const isOnline = useOnline();
  const [isTrying, setTrying] = useState(false);
  if (isOnline) return null;
  async function tryAgain() {
    setTrying(true);
    await reachShop();
    setTrying(false);
  }
  return (
    <p className="banner">
      {text('offline')}{' '}
      <button type="button" disabled={isTrying} onClick={() => void tryAgain()}>
        {text('retry')}
      </button>
    </p>
  );
}
