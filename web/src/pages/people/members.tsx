// The roles of a project's people, each changed in its line, and a line that adds somebody.
import { type FormEvent, type ReactElement, useState } from 'react';
import type { Answer } from '../../../../src/api/client.ts';
import { client } from '../../live/client.ts';
import { Trouble } from '../../live/loaded.tsx';
import type { Role } from '../../live/session.tsx';
import { Button } from '../../parts/button.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Field } from '../../parts/field.tsx';
import { RoleChoice } from './role-choice.tsx';
import { useChange } from './use-change.ts';

type Member = Answer<'listMembers'>[number];

export function Members(props: {
  readonly project: string;
  readonly members: readonly Member[];
}): ReactElement {
  const { project, members } = props;
  const set = useChange(
    ({ user, role }: { readonly user: string; readonly role: Role }) =>
      client.call('setMember', { params: { project, user }, body: { role } }),
    ['members', project],
    ['session'],
  );
  const take = useChange(
    (user: string) => client.call('deleteMember', { params: { project, user } }),
    ['members', project],
    ['session'],
  );
  const error = set.error ?? take.error;
  return (
    <>
      {members.length === 0 ? (
        <Empty title="Nobody has a role here">
          Administrators of the whole server may do everything here without one.
        </Empty>
      ) : (
        <div className="table-room">
          <table className="table">
            <thead>
              <tr>
                <th>Person</th>
                <th>User</th>
                <th>Role</th>
                <th>
                  <span className="only-read">Take</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {members.map(({ user, name, role }) => (
                <tr key={user}>
                  <td>
                    <b>{name}</b>
                  </td>
                  <td>
                    <code>{user}</code>
                  </td>
                  <td>
                    <RoleChoice
                      label={`Role of ${name}`}
                      role={role}
                      setRole={(chosen) => set.mutate({ user, role: chosen })}
                      disabled={set.isPending}
                    />
                  </td>
                  <td className="number">
                    <Confirm
                      label="Take the role…"
                      sure={`Yes: ${name} loses ${role}`}
                      onSure={() => take.mutate(user)}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {error === null ? null : (
        <div className="people-trouble">
          <Trouble error={error} />
        </div>
      )}
      <NewMember give={(user, role) => set.mutate({ user, role })} isBusy={set.isPending} />
    </>
  );
}

function NewMember(props: {
  readonly give: (user: string, role: Role) => void;
  readonly isBusy: boolean;
}): ReactElement {
  const [user, setUser] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const send = (event: FormEvent) => {
    event.preventDefault();
    props.give(user.trim(), role);
    setUser('');
  };
  return (
    <form className="people-add" onSubmit={send}>
      <Field label="User">
        {(wiring) => (
          <input
            {...wiring}
            className="input"
            required
            autoCapitalize="none"
            spellCheck={false}
            value={user}
            onChange={({ target }) => setUser(target.value)}
          />
        )}
      </Field>
      <Field label="Role">
        {(wiring) => <RoleChoice wiring={wiring} role={role} setRole={setRole} />}
      </Field>
      <Button type="submit" disabled={props.isBusy}>
        Give the role
      </Button>
    </form>
  );
}
