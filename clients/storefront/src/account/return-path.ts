import { useLocation } from 'react-router';

type SignInState = { readonly from: string };

/** Returns the state of a link to sign in for a page, which is shown afterwards. */
export const signInState = (from: string): SignInState => ({ from });

/** The page for which one signs in or registers; the account when it is for none. */
export const useReturnPath = (): string =>
  (useLocation().state as SignInState | null)?.from ?? '/account';
