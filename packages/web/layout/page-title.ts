import { useEffect } from 'react';
import { useFormat } from '../messages/format.tsx';

/** Names the page in the browser's tab and history. */
export function usePageTitle(title: string | undefined): void {
  const application = useFormat().text('application');
  useEffect(() => {
    document.title = title ? `${title} – ${application}` : application;
  }, [title, application]);
}
