import { UrlInput } from '@shop/web';
import type { FormEvent } from 'react';
import { Link, NavLink, useNavigate, useSearchParams } from 'react-router';
import { useViewer } from '../account/use-viewer.ts';
import { useAdding } from '../cart/adding.ts';
import { useCart } from '../cart/use-cart.ts';
import { useFormat } from '../messages/messages.ts';

/** The mark of the shop, as in the tab of the browser. */
const mark = `${import.meta.env.BASE_URL}favicon.svg`;

function SearchBox() {
  const { text } = useFormat();
  const navigate = useNavigate();
  const shown = useSearchParams()[0].get('q') ?? '';
  function search(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const words = String(new FormData(event.currentTarget).get('q')).trim();
    void navigate(`/search?${new URLSearchParams({ q: words })}`);
  }
  return (
    <search>
      <form className="search" onSubmit={search}>
        <UrlInput
          shown={shown}
          type="search"
          name="q"
          aria-label={text('search')}
          placeholder={text('search')}
          maxLength={100}
        />
      </form>
    </search>
  );
}

export function Header({ openCart }: { readonly openCart: () => void }) {
  const { text, count } = useFormat();
  const { viewer } = useViewer();
  const { cart } = useCart();
  const units = (cart?.totalQuantity ?? 0) + useAdding();
  return (
    <header className="header">
      <Link className="brand" to="/">
        <img src={mark} alt="" width="28" height="28" />
        Shop
      </Link>
      <SearchBox />
      <nav aria-label={text('account')}>
        {viewer ? (
          <NavLink to="/account">{viewer.displayName}</NavLink>
        ) : (
          <NavLink to="/sign-in">{text('signIn')}</NavLink>
        )}
        <button
          type="button"
          onClick={openCart}
          aria-label={`${text('cart')}: ${count('items', units)}`}
        >
          {text('cart')} <span className="badge">{units}</span>
        </button>
      </nav>
    </header>
  );
}
