import { usePageTitle } from '@shop/web';
import { useFormat } from '../messages/messages.ts';

/** What an account sees that no page is for, such as that of a customer. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function NoAccess() {
  const { text } = useFormat();
  usePageTitle(text('noAccess'));
  return (
    <div className="notice">
      <h1>{text('noAccess')}</h1>
      <p>{text('noAccess.what')}</p>
    </div>
  );
}
