import { useEffect } from 'react';
import { useLocation, useNavigationType } from 'react-router';

/** Begins each page at its top; the browser restores where one was when going back. */
export function useScrollToTop(): void {
  const { pathname } = useLocation();
  const type = useNavigationType();
  useEffect(() => {
    if (type !== 'POP') scrollTo(0, 0);
  }, [pathname, type]);
}
