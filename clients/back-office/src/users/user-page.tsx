import { useQuery } from '@apollo/client/react';
import { Failure, Loading, NotFound, SelectField, TextField, usePageTitle } from '@shop/web';
import { Link, useParams } from 'react-router';
import { useViewer } from '../account/use-viewer.ts';
import { Action } from '../forms/action.tsx';
import { useSend } from '../forms/use-send.ts';
import '../layout/columns.css';
import { useFormat } from '../messages/messages.ts';
import { CustomerPricing } from './customer-pricing.tsx';
import {
  ReinstateUserDocument,
  type Role,
  SetUserRolesDocument,
  SuspendUserDocument,
  UserDocument,
  type UserFactsFragment,
} from './generated/users.ts';
import { roleSets } from './users-state.ts';

type Props = { readonly user: UserFactsFragment };

/** Changes the roles of an account, and whether it may sign in. */
function UserActions({ user }: Props) {
  const { text, name } = useFormat();
  const { id: userId, version, status } = user;
  const setRoles = useSend(SetUserRolesDocument);
  const suspend = useSend(SuspendUserDocument);
  const reinstate = useSend(ReinstateUserDocument);
  return (
    <section className="card">
      <h2>{text('actions')}</h2>
      <Action
        title={text('users.setRoles')}
        names={['roles']}
        {...(version !== null && { version })}
        send={({ roles = '' }, opened) =>
          setRoles({ userId, roles: roles.split(',') as Role[], expectedVersion: opened ?? null })
        }
      >
        <SelectField
          name="roles"
          label={text('users.roles')}
          defaultValue={user.roles?.join() ?? ''}
          options={roleSets.map((set) => ({
            value: set.join(),
            label: set.map((role) => name('role', role)).join(', '),
          }))}
        />
      </Action>
      {status === 'ACTIVE' && (
        <Action
          title={text('users.suspend')}
          names={['reason']}
          send={({ reason = '' }) => suspend({ userId, reason })}
        >
          <p>{text('users.suspend.effect')}</p>
          <TextField name="reason" label={text('users.reason')} required maxLength={200} />
        </Action>
      )}
      {status === 'SUSPENDED' && (
        <Action title={text('users.reinstate')} send={() => reinstate({ userId })} />
      )}
    </section>
  );
}

/** An account of a customer or of staff. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function UserPage() {
  const { text, name, date } = useFormat();
  const { id = '' } = useParams();
  const { can } = useViewer();
  const { data, error, loading, refetch } = useQuery(UserDocument, {
    variables: { id },
    fetchPolicy: 'cache-and-network',
  });
  const user = data?.user;
  usePageTitle(user?.displayName);
  if (error && !user) return <Failure error={error} retry={refetch} />;
  if (!user) return loading ? <Loading /> : <NotFound />;
  return (
    <>
      <p>
        <Link to="/users">{text('users')}</Link>
      </p>
      <h1>{user.displayName}</h1>
      <div className="columns">
        <section className="card" aria-label={text('orders.status')}>
          <p role="status">
            <b>{user.status && name('user', user.status)}</b>
          </p>
          <p>
            {user.email}
            <br />
            <span className="soft">
              {text(user.emailVerified ? 'users.verified' : 'users.notVerified')}
            </span>
          </p>
          <p>{user.roles?.map((role) => name('role', role)).join(', ')}</p>
          <p className="soft">{text('users.since', { time: date(user.createdAt) })}</p>
          {can('orders:read') && (
            <Link to={`/orders?q=${encodeURIComponent(user.email ?? '')}`}>{text('orders')}</Link>
          )}
        </section>
        <div>
          {can('users:write') && <UserActions user={user} />}
          {can('pricing:write') && <CustomerPricing id={user.id} />}
        </div>
      </div>
    </>
  );
}
