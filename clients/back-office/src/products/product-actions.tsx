import { TextField } from '@shop/web';
import { Action } from '../forms/action.tsx';
import { useChange } from '../forms/use-change.ts';
import { useFormat } from '../messages/messages.ts';
import {
  ArchiveProductDocument,
  type OfficeProductFragment,
  PublishProductDocument,
  UpdateProductDocument,
} from './generated/product.ts';

type Props = { readonly product: OfficeProductFragment };

/** Changes what a product says of itself, unless others have changed it since the form was opened. */
function EditForm({ product }: Props) {
  const { text } = useFormat();
  const update = useChange(UpdateProductDocument);
  return (
    <Action
      title={text('product.edit')}
      names={['title', 'slug', 'description', 'categories']}
      version={product.version}
      send={({ title = '', slug = '', description = '', categories = '' }, version) =>
        update({
          productId: product.id,
          title,
          slug,
          description,
          categories: categories.split(',').flatMap((one) => one.trim() || []),
          expectedVersion: version,
        })
      }
    >
      <TextField
        name="title"
        label={text('product.title')}
        required
        maxLength={120}
        defaultValue={product.title}
      />
      <TextField
        name="slug"
        label={text('product.slug')}
        required
        maxLength={120}
        defaultValue={product.slug}
      />
      <TextField
        name="description"
        label={text('product.description')}
        rows={6}
        maxLength={5000}
        defaultValue={product.description}
      />
      <TextField
        name="categories"
        label={text('product.categories')}
        defaultValue={product.categories.map(({ slug }) => slug).join(', ')}
      />
    </Action>
  );
}

/** What the viewer may do with a product in its status. */
export function ProductActions({ product }: Props) {
  const { text } = useFormat();
  const { id: productId, status } = product;
  const publish = useChange(PublishProductDocument);
  const archive = useChange(ArchiveProductDocument);
  return (
    <section className="card">
      <h2>{text('actions')}</h2>
      <EditForm product={product} />
      {status !== 'ACTIVE' && (
        <Action title={text('product.publish')} send={() => publish({ productId })} />
      )}
      {status === 'ACTIVE' && (
        <Action title={text('product.archive')} send={() => archive({ productId })}>
          <p>{text('product.archive.effect')}</p>
        </Action>
      )}
    </section>
  );
}
