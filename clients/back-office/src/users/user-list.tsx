import { Link, useSearchParams } from 'react-router';
import { useFormat } from '../messages/messages.ts';
import { Listing } from '../table/listing.tsx';
import { SearchBox } from '../table/search-box.tsx';
import { SelectFilter } from '../table/select-filter.tsx';
import { usePage } from '../table/use-page.ts';
import { type UserFactsFragment, UsersDocument } from './generated/users.ts';
import { roles, userStatuses, usersOf } from './users-state.ts';

function Row({ user }: { readonly user: UserFactsFragment }) {
  const { name, day } = useFormat();
  const { id, displayName, email, status, createdAt } = user;
  return (
    <tr>
      <th scope="row" className="words">
        <Link to={`/users/${id}`}>{displayName}</Link>
      </th>
      <td className="words">{email}</td>
      <td className="wide">{user.roles?.map((role) => name('role', role)).join(', ')}</td>
      <td className="wide">{status && name('user', status)}</td>
      <td className="wide">{day(createdAt)}</td>
    </tr>
  );
}

/** The accounts of customers and staff, newest first. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function UserList() {
  const { text, name, count } = useFormat();
  const [params] = useSearchParams();
  const { data, ...page } = usePage(UsersDocument, usersOf(params));
  const users = data?.users;
  return (
    <Listing
      title={text('users')}
      page={page}
      found={users && { count: count('users', users.totalCount ?? 0), ends: users.pageInfo }}
      tools={
        <>
          <SearchBox label={text('users.search')} />
          <SelectFilter
            label={text('users.role')}
            name="role"
            options={roles.map((value) => ({ value, label: name('role', value) }))}
          />
          <SelectFilter
            label={text('orders.status')}
            name="status"
            options={userStatuses.map((value) => ({ value, label: name('user', value) }))}
          />
        </>
      }
    >
      <table>
        <thead>
          <tr>
            <th scope="col">{text('users.name')}</th>
            <th scope="col">{text('email')}</th>
            <th scope="col" className="wide">
              {text('users.roles')}
            </th>
            <th scope="col" className="wide">
              {text('orders.status')}
            </th>
            <th scope="col" className="wide">
              {text('users.created')}
            </th>
          </tr>
        </thead>
        <tbody>
          {users?.nodes.map((user) => (
            <Row key={user.id} user={user} />
          ))}
        </tbody>
      </table>
    </Listing>
  );
}
