// Name and password.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactElement, useState } from 'react';
import { client } from '../../live/client.ts';
import { Trouble } from '../../live/loaded.tsx';
import { SESSION_KEY } from '../../live/session.tsx';
import { Button } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';

export function PasswordForm(): ReactElement {
  const queries = useQueryClient();
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () => client.call('signIn', { body: { user, password } }),
    onSuccess: (session) => queries.setQueryData(SESSION_KEY, session),
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <form className="stack" onSubmit={send}>
      <Field label="User">
        {(wiring) => (
          <input
            {...wiring}
            className="input"
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            value={user}
            onChange={({ target }) => setUser(target.value)}
          />
        )}
      </Field>
      <Field label="Password">
        {(wiring) => (
          <input
            {...wiring}
            className="input"
            name="password"
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={({ target }) => setPassword(target.value)}
          />
        )}
      </Field>
      {signIn.error === null ? null : <Trouble error={signIn.error} />}
      <Button type="submit" kind="primary" size="big" isWide disabled={signIn.isPending}>
        Sign in
      </Button>
    </form>
  );
}
