import { useViewer } from '../account/use-viewer.ts';
import { Action } from '../forms/action.tsx';
import { useChange } from '../forms/use-change.ts';
import { withEntry } from '../forms/with-entry.ts';
import { useFormat } from '../messages/messages.ts';
import { type OfficeProductFragment, UpdateProductDocument } from './generated/product.ts';
import { type Picture, PictureFields, pictureOf } from './picture-fields.tsx';
import './pictures.css';

type Props = { readonly product: OfficeProductFragment };

const names = ['url', 'alt'];

/** The pictures of a product in the sequence of the shop: the first one is on lists, in carts and on orders. */
export function Pictures({ product }: Props) {
  const { text } = useFormat();
  const { can } = useViewer();
  const update = useChange(UpdateProductDocument);
  const { version } = product;
  const pictures = product.images.map(({ url, alt }): Picture => ({ url, alt }));
  /** Saves other pictures, unless others have changed the product since the form was opened. */
  const save = (images: Picture[], opened: number | undefined) =>
    update({ productId: product.id, images, expectedVersion: opened ?? null });
  const without = (index: number) => withEntry(pictures, index, undefined);
  return (
    <section className="card">
      <h2>{text('pictures')}</h2>
      {pictures.length === 0 && <p>{text('pictures.none')}</p>}
      <ol className="steps pictures">
        {pictures.map((picture, index) => (
          // A picture has no name but its position: the same one may be there twice.
          <li key={index}>
            <span>
              <img src={picture.url} alt={picture.alt} width="96" height="96" />
              <span className="soft">{picture.alt || text('picture.decorative')}</span>
            </span>
            {can('catalog:write') && (
              <>
                <Action
                  title={text('picture.edit')}
                  names={names}
                  version={version}
                  send={(values, opened) =>
                    save(withEntry(pictures, index, pictureOf(values)), opened)
                  }
                >
                  <PictureFields picture={picture} />
                </Action>
                {index > 0 && (
                  <Action
                    title={text('picture.first')}
                    version={version}
                    send={(_, opened) => save([picture, ...without(index)], opened)}
                  />
                )}
                <Action
                  title={text('picture.remove')}
                  version={version}
                  send={(_, opened) => save(without(index), opened)}
                />
              </>
            )}
          </li>
        ))}
      </ol>
      {can('catalog:write') && (
        <Action
          title={text('picture.add')}
          names={names}
          version={version}
          send={(values, opened) => save([...pictures, pictureOf(values)], opened)}
        >
          <PictureFields />
        </Action>
      )}
    </section>
  );
}
