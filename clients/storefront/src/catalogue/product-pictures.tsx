import { useState } from 'react';
import { useFormat } from '../messages/messages.ts';
import type { ProductDetailsFragment } from './generated/product.ts';

/** The pictures of a product: one that is large, and buttons for the others. */
export function ProductPictures({ images }: { readonly images: ProductDetailsFragment['images'] }) {
  const { text } = useFormat();
  const [index, setIndex] = useState(0);
  const shown = images[index] ?? images[0];
  if (!shown) return null;
  return (
    <div className="pictures">
      <img src={shown.url} alt={shown.alt} width="800" height="800" />
      {images.length > 1 && (
        <ul>
          {images.map(({ url }, n) => (
            <li key={url}>
              <button
                type="button"
                aria-label={text('picture', { number: n + 1, count: images.length })}
                aria-pressed={images[n] === shown}
                onClick={() => setIndex(n)}
              >
                <img src={url} alt="" width="80" height="80" loading="lazy" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
