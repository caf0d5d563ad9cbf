import { useState } from 'react';
import { useFormat } from '../messages/messages.ts';

type Props = { readonly codes: readonly string[]; readonly close: () => void };

/** The codes of new gift cards, which are shown once. */
export function IssuedCodes({ codes, close }: Props) {
  const { text } = useFormat();
  const [isCopied, setCopied] = useState(false);
  const lines = codes.join('\n');
  const copy = () => void navigator.clipboard.writeText(lines).then(() => setCopied(true));
  return (
    <section className="card" aria-label={text('giftCard.codes')}>
      <h2>{text('giftCard.codes')}</h2>
      <p>{text('giftCard.codes.once')}</p>
      <pre>{lines}</pre>
      <p role="status">{isCopied && text('giftCard.codes.copied')}</p>
      <button type="button" onClick={copy}>
        {text('giftCard.codes.copy')}
      </button>{' '}
      <button type="button" onClick={close}>
        {text('giftCard.codes.close')}
      </button>
    </section>
  );
}
