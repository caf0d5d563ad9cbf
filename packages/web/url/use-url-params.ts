import { type NavigateOptions, useHref, useLocation, useSearchParams } from 'react-router';

/**
 * Returns the parameters of the URL, and what changes them. A change starts from the URL as it is by then: the parameters of
 * a render lack a change that is not rendered yet.
 */
export function useUrlParams() {
  const [params, setParams] = useSearchParams();
  const path = useHref(useLocation().pathname);
  const change = (
    decide: (params: URLSearchParams) => URLSearchParams,
    options?: NavigateOptions,
  ): void => {
    const { pathname, search } = window.location;
    // The URL may be that of another page already, which is not rendered yet.
    setParams(decide(pathname === path ? new URLSearchParams(search) : params), options);
  };
  return [params, change] as const;
}
