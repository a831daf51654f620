// Changing one's own password; the other sessions end with it.
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactElement, useState } from 'react';
import { client } from '../../live/client.ts';
import { Trouble } from '../../live/loaded.tsx';
import { Banner } from '../../parts/banner.tsx';
import { Button } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';
import { Panel } from '../../parts/panel.tsx';

export function OwnPassword(): ReactElement {
  const [present, setPresent] = useState('');
  const [password, setPassword] = useState('');
  const change = useMutation({
    mutationFn: () => client.call('changeOwnPassword', { body: { present, password } }),
    onSuccess() {
      setPresent('');
      setPassword('');
    },
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <Panel title="Your password">
      <form className="people-narrow stack" onSubmit={send}>
        <Secret label="Present password" kind="current-password" value={present} set={setPresent} />
        <Secret
          label="New password"
          hint="At least 12 characters. Your other sessions end."
          kind="new-password"
          value={password}
          set={setPassword}
        />
        {change.error === null ? null : <Trouble error={change.error} />}
        {change.isSuccess ? (
          <Banner icon="done">The password is changed, and your other sessions have ended.</Banner>
        ) : null}
        <Button type="submit" disabled={change.isPending}>
          Change the password
        </Button>
      </form>
    </Panel>
  );
}

function Secret(props: {
  readonly label: string;
  readonly hint?: string;
  readonly kind: 'current-password' | 'new-password';
  readonly value: string;
  readonly set: (value: string) => void;
}): ReactElement {
  const { label, hint, kind, value, set } = props;
  return (
    <Field label={label} hint={hint}>
      {(wiring) => (
        <input
          {...wiring}
          className="input"
          type="password"
          autoComplete={kind}
          minLength={kind === 'new-password' ? 12 : 1}
          required
          value={value}
          onChange={({ target }) => set(target.value)}
        />
      )}
    </Field>
  );
}
