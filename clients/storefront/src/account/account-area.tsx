import { Loading, usePageTitle } from '@shop/web';
import { Navigate, NavLink, Outlet, useLocation, useOutletContext } from 'react-router';
import { useFormat } from '../messages/messages.ts';
import './account.css';
import type { ViewerFragment } from './generated/viewer.ts';
import { signInState } from './return-path.ts';
import { useViewer } from './use-viewer.ts';

/** The pages of the account, by the path below `/account`. */
const pages = [
  { path: '/account', title: 'account' },
  { path: '/account/returns', title: 'returns' },
  { path: '/account/addresses', title: 'addresses' },
  { path: '/account/payment-methods', title: 'paymentMethods' },
  { path: '/account/sessions', title: 'sessions' },
  { path: '/account/security', title: 'security' },
] as const;

/** What the pages of an account have around them; a guest is sent to sign in. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function AccountArea() {
  const { text } = useFormat();
  const { viewer, loading } = useViewer();
  const { pathname } = useLocation();
  usePageTitle(text('account'));
  if (!viewer) {
    return loading ? <Loading /> : <Navigate replace to="/sign-in" state={signInState(pathname)} />;
  }
  return (
    <div className="account">
      <nav aria-label={text('account.pages')}>
        {pages.map(({ path, title }) => (
          <NavLink key={path} to={path} end>
            {text(title)}
          </NavLink>
        ))}
      </nav>
      <div>
        <Outlet context={viewer} />
      </div>
    </div>
  );
}

/** The viewer, inside the account area. */
export const useAccount = () => useOutletContext<ViewerFragment>();
