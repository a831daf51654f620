// Users line by line: disabling one ends all of their sessions and tokens.
import type { ReactElement } from 'react';
import type { Answer } from '../../../../src/api/client.ts';
import { client } from '../../live/client.ts';
import { Trouble } from '../../live/loaded.tsx';
import { useSession } from '../../live/session.tsx';
import { Button } from '../../parts/button.tsx';
import { Age } from '../../parts/clock.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { useChange } from './use-change.ts';

export type User = Answer<'listUsers'>[number];

export function UsersTable(props: {
  readonly users: readonly User[];
  readonly change: (user: User) => void;
}): ReactElement {
  const { users, change } = props;
  const disable = useChange(
    ({ user, isDisabled }: User) =>
      client.call('changeUser', { params: { user }, body: { isDisabled: !isDisabled } }),
    ['users'],
  );
  return (
    <>
      {disable.error === null ? null : (
        <div className="people-trouble">
          <Trouble error={disable.error} />
        </div>
      )}
      <div className="table-room">
        <table className="table">
          <thead>
            <tr>
              <th>Person</th>
              <th>User</th>
              <th>Comes in</th>
              <th>May</th>
              <th>Last seen</th>
              <th>
                <span className="only-read">Change</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {users.map((user) => (
              <Row
                key={user.user}
                user={user}
                change={() => change(user)}
                disable={() => disable.mutate(user)}
              />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Row(props: {
  readonly user: User;
  readonly change: () => void;
  readonly disable: () => void;
}): ReactElement {
  const { user, change, disable } = props;
  const { user: me } = useSession();
  return (
    <tr>
      <td>
        <b>{user.name}</b>
        <div className="label third">{user.email ?? ''}</div>
      </td>
      <td>
        <code>{user.user}</code>
      </td>
      <td>{user.by === 'oidc' ? 'by the identity provider' : 'by password'}</td>
      <td>
        {user.isDisabled ? (
          <b>disabled</b>
        ) : user.isOwner ? (
          'administers the server'
        ) : (
          'as roles say'
        )}
      </td>
      <td>{user.lastSeenAt === null ? 'never' : <Age at={user.lastSeenAt} />}</td>
      <td className="number">
        <span className="row people-acts">
          <Button size="small" onClick={change}>
            Change…
          </Button>
          {user.user === me ? null : user.isDisabled ? (
            <Button size="small" onClick={disable}>
              Let in again
            </Button>
          ) : (
            <Confirm
              label="Disable…"
              sure={`Yes: end all sessions of ${user.name}`}
              onSure={disable}
            />
          )}
        </span>
      </td>
    </tr>
  );
}
