import { Link } from 'react-router';
import { signInState } from '../account/return-path.ts';
import { useFormat } from '../messages/messages.ts';

/** Says that the session of the customer who checks out has ended. Signing in leads back to what the form has. */
export function SessionEnded() {
  const { text } = useFormat();
  return (
    <div className="card">
      <p role="alert">{text('checkout.sessionEnded')}</p>
      <p>
        <Link to="/sign-in" state={signInState('/checkout')}>
          {text('signIn')}
        </Link>
      </p>
    </div>
  );
}
