import { type FormValues, TextField } from '@shop/web';
import { useFormat } from '../messages/messages.ts';

export type Picture = { readonly url: string; readonly alt: string };

/** Pages of the shop show pictures of secure sites, and of this machine: its policy blocks others. */
const address = {
  pattern: '^(https://|http://(localhost|127\\.0\\.0\\.1)(:\\d+)?/)\\S+$',
  example: 'https://pictures.example/mug.jpg',
};

type Props = {
  /** Before the names of the fields. */
  readonly prefix?: string;
  readonly picture?: Picture;
};

/** The address of a picture, and what it shows. */
export function PictureFields({ prefix = '', picture }: Props) {
  const { text } = useFormat();
  return (
    <>
      <TextField
        name={`${prefix}url`}
        label={text('picture.url')}
        required
        maxLength={2000}
        format={address}
        defaultValue={picture?.url}
      />
      <TextField
        name={`${prefix}alt`}
        label={text('picture.alt')}
        maxLength={300}
        defaultValue={picture?.alt}
      />
    </>
  );
}

/** Returns the picture of such fields. */
export const pictureOf = (values: FormValues, prefix = ''): Picture => ({
  url: values[`${prefix}url`]?.trim() ?? '',
  alt: values[`${prefix}alt`]?.trim() ?? '',
});
