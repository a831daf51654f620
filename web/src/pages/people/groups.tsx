// The user groups of a project: who is in them, by name or by a group of the identity provider.
import { type FormEvent, type ReactElement, useState } from 'react';
import type { Answer } from '../../../../src/api/client.ts';
import { client } from '../../live/client.ts';
import { Trouble } from '../../live/loaded.tsx';
import { Button } from '../../parts/button.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Field } from '../../parts/field.tsx';
import { useChange } from './use-change.ts';

type Group = Answer<'listGroups'>[number];

export function Groups(props: {
  readonly project: string;
  readonly groups: readonly Group[];
  readonly mayAdminister: boolean;
}): ReactElement {
  const { project, groups, mayAdminister } = props;
  const [edited, setEdited] = useState<Group | undefined>();
  const remove = useChange(
    (group: string) => client.call('deleteGroup', { params: { project, group } }),
    ['groups', project],
  );
  const add = () => setEdited({ group: '', users: [], claims: [] });
  return (
    <>
      {groups.length === 0 ? (
        <Empty title="No user group yet">
          A gate that names <code>payments-sre</code> counts only people of the group of that name.
          The built-in groups of everybody need no entry.
        </Empty>
      ) : (
        <ul className="groups">
          {groups.map((group) => (
            <li key={group.group}>
              <div>
                <b>{group.group}</b>
                <p className="label second">{membersText(group)}</p>
              </div>
              {mayAdminister ? (
                <span className="row">
                  <Button size="small" onClick={() => setEdited(group)}>
                    Change…
                  </Button>
                  <Confirm
                    label="Remove…"
                    sure={`Yes: gates count nobody for ${group.group}`}
                    onSure={() => remove.mutate(group.group)}
                  />
                </span>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {remove.error === null ? null : (
        <div className="people-trouble">
          <Trouble error={remove.error} />
        </div>
      )}
      {mayAdminister ? (
        <div className="people-add">
          <Button icon="add" onClick={add}>
            New user group…
          </Button>
        </div>
      ) : null}
      {edited === undefined ? null : (
        <GroupDialog project={project} group={edited} onClose={() => setEdited(undefined)} />
      )}
    </>
  );
}

function membersText({ users, claims }: Group): string {
  const named = users.length === 0 ? '' : users.join(', ');
  const claimed = claims.length === 0 ? '' : `provider’s ${claims.join(', ')}`;
  return [named, claimed].filter((part) => part !== '').join('; ') || 'nobody';
}

function GroupDialog(props: {
  readonly project: string;
  readonly group: Group;
  readonly onClose: () => void;
}): ReactElement {
  const { project, group, onClose } = props;
  const [name, setName] = useState(group.group);
  const [users, setUsers] = useState(group.users.join(' '));
  const [claims, setClaims] = useState(group.claims.join(' '));
  const set = useChange(
    () =>
      client.call('setGroup', {
        params: { project, group: name.trim() },
        body: { users: words(users), claims: words(claims) },
      }),
    ['groups', project],
    ['session'],
  );
  const send = (event: FormEvent) => {
    event.preventDefault();
    set.mutate(undefined, { onSuccess: onClose });
  };
  const isNew = group.group === '';
  return (
    <Dialog title={isNew ? 'New user group' : `User group ${group.group}`} onClose={onClose}>
      <form className="stack" onSubmit={send}>
        <Line
          label="Name, as gates write it"
          value={name}
          setValue={setName}
          isFixed={!isNew}
          isRequired
        />
        <Line label="Users, with blanks between" value={users} setValue={setUsers} />
        <Line
          label="Groups of the identity provider, with blanks between"
          value={claims}
          setValue={setClaims}
        />
        {set.error === null ? null : <Trouble error={set.error} />}
        <Button type="submit" kind="primary" disabled={set.isPending}>
          {isNew ? 'Make the group' : 'Change the group'}
        </Button>
      </form>
    </Dialog>
  );
}

function Line(props: {
  readonly label: string;
  readonly value: string;
  readonly setValue: (value: string) => void;
  readonly isFixed?: boolean;
  readonly isRequired?: boolean;
}): ReactElement {
  const { label, value, setValue, isFixed = false, isRequired = false } = props;
  return (
    <Field label={label}>
      {(wiring) => (
        <input
          {...wiring}
          className="input"
          autoCapitalize="none"
          spellCheck={false}
          readOnly={isFixed}
          required={isRequired}
          value={value}
          onChange={({ target }) => setValue(target.value)}
        />
      )}
    </Field>
  );
}

function words(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '');
}
