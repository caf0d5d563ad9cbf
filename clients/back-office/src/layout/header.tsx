import { Link, NavLink } from 'react-router';
import { useViewer } from '../account/use-viewer.ts';
import { useFormat } from '../messages/messages.ts';
import { areas, hasStartPage } from '../pages.ts';
import './header.css';

/** The mark of the back office, as in the tab of the browser. */
const mark = `${import.meta.env.BASE_URL}favicon.svg`;

/** The navigation, with what the viewer may use. */
export function Header() {
  const { text } = useFormat();
  const { viewer, can, signOut } = useViewer();
  return (
    <header className="header">
      <Link className="brand" to="/">
        <img src={mark} alt="" width="28" height="28" />
        {text('application')}
      </Link>
      {viewer && (
        <>
          <nav aria-label={text('areas')}>
            {hasStartPage(can) && (
              <NavLink end to="/">
                {text('start')}
              </NavLink>
            )}
            {areas
              .filter(({ scope }) => can(scope))
              .map(({ path, title }) => (
                <NavLink key={path} to={`/${path}`}>
                  {text(title)}
                </NavLink>
              ))}
          </nav>
          <div className="viewer">
            <span>{viewer.displayName}</span>
            <button type="button" className="link" onClick={() => void signOut()}>
              {text('signOut')}
            </button>
          </div>
        </>
      )}
    </header>
  );
}
