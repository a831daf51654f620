// Making or changing a user who signs in by password.
import { type FormEvent, type ReactElement, useState } from 'react';
import { client } from '../../live/client.ts';
import { Trouble } from '../../live/loaded.tsx';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { useChange } from './use-change.ts';
import type { User } from './users-table.tsx';

interface Given {
  readonly user: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly isOwner: boolean;
}

export function UserDialog(props: {
  /** Of a new one nothing. */
  readonly user?: User;
  readonly onClose: () => void;
}): ReactElement {
  const { user, onClose } = props;
  const [given, setGiven] = useState<Given>({
    user: user?.user ?? '',
    name: user?.name ?? '',
    email: user?.email ?? '',
    password: '',
    isOwner: user?.isOwner ?? false,
  });
  const save = useChange(() => (user === undefined ? create(given) : change(given)), ['users']);
  const send = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(undefined, { onSuccess: onClose });
  };
  const set = (part: keyof Given) => (value: string) => setGiven({ ...given, [part]: value });
  return (
    <Dialog title={user === undefined ? 'New user' : `User ${user.user}`} onClose={onClose}>
      <form className="stack" onSubmit={send}>
        {user === undefined ? (
          <Line label="User" value={given.user} set={set('user')} isRequired />
        ) : null}
        <Line label="Name" value={given.name} set={set('name')} isRequired />
        <Line label="Email" type="email" value={given.email} set={set('email')} />
        {user?.by === 'oidc' ? null : (
          <Line
            label={user === undefined ? 'Password' : 'New password, empty to keep it'}
            type="password"
            value={given.password}
            set={set('password')}
            isRequired={user === undefined}
          />
        )}
        <label className="check">
          <input
            type="checkbox"
            checked={given.isOwner}
            onChange={({ target }) => setGiven({ ...given, isOwner: target.checked })}
          />
          Administers the whole server
        </label>
        {save.error === null ? null : <Trouble error={save.error} />}
        <Button type="submit" kind="primary" disabled={save.isPending}>
          {user === undefined ? 'Make the user' : 'Change the user'}
        </Button>
      </form>
    </Dialog>
  );
}

function create({ user, name, email, password, isOwner }: Given) {
  const body = { user, name, password, isOwner, ...(email !== '' && { email }) };
  return client.call('createUser', { body });
}

function change({ user, name, email, password, isOwner }: Given) {
  return client.call('changeUser', {
    params: { user },
    body: {
      name,
      email: email === '' ? null : email,
      isOwner,
      ...(password !== '' && { password }),
    },
  });
}

function Line(props: {
  readonly label: string;
  readonly value: string;
  readonly set: (value: string) => void;
  readonly type?: 'text' | 'email' | 'password';
  readonly isRequired?: boolean;
}): ReactElement {
  const { label, value, set, type = 'text', isRequired = false } = props;
  return (
    <Field label={label} {...(type === 'password' && { hint: 'At least 12 characters' })}>
      {(wiring) => (
        <input
          {...wiring}
          className="input"
          type={type}
          autoComplete={type === 'password' ? 'new-password' : 'off'}
          autoCapitalize="none"
          required={isRequired}
          {...(type === 'password' && { minLength: 12 })}
          value={value}
          onChange={({ target }) => set(target.value)}
        />
      )}
    </Field>
  );
}
