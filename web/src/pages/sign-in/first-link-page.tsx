// The page of the one-time link that the server prints at its first start: it makes the first administrator.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactElement, useState } from 'react';
import { Brand } from '../../frame/brand.tsx';
import { client } from '../../live/client.ts';
import { Trouble } from '../../live/loaded.tsx';
import { SESSION_KEY } from '../../live/session.tsx';
import { Button } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { useGo } from '../../parts/path-link.tsx';
import { paths } from '../../paths.ts';
import './sign-in.css';

export function FirstLinkPage(): ReactElement {
  const secret = secretOfAddress();
  return (
    <main className="sign-in">
      <p className="brand">
        <Brand />
        Penstock
      </p>
      <PageHead sentence="Make the first administrator." title="First start">
        The link counts once. The account owns this server: it makes other people’s accounts and
        gives them their roles.
      </PageHead>
      {secret === undefined ? <NoSecret /> : <FirstForm secret={secret} />}
    </main>
  );
}

/** Behind the `#`, so that it never reaches a log. */
function secretOfAddress(): string | undefined {
  const given = new URLSearchParams(window.location.hash.slice(1)).get('secret');
  return given === null || given === '' ? undefined : given;
}

function NoSecret(): ReactElement {
  return (
    <p className="second">
      This address lacks the secret after <code>#secret=</code>. Copy the whole link that the server
      printed; while nobody has an account, it prints a new one at each start.
    </p>
  );
}

function FirstForm({ secret }: { readonly secret: string }): ReactElement {
  const queries = useQueryClient();
  const go = useGo();
  const [given, setGiven] = useState({ user: '', name: '', password: '' });
  const make = useMutation({
    mutationFn: () => client.call('useFirstLink', { body: { secret, ...given } }),
    onSuccess(session) {
      queries.setQueryData(SESSION_KEY, session);
      go(paths.home);
    },
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  const set = (part: keyof typeof given) => (text: string) => setGiven({ ...given, [part]: text });
  return (
    <form className="stack" onSubmit={send}>
      <Text label="Your name" autoComplete="name" value={given.name} onChange={set('name')} />
      <Text
        label="User"
        hint="Small letters, digits and . _ @ -"
        pattern="[a-z0-9][a-z0-9._@\-]{0,99}"
        autoComplete="username"
        value={given.user}
        onChange={set('user')}
      />
      <Text
        label="Password"
        hint="At least 12 characters"
        type="password"
        minLength={12}
        autoComplete="new-password"
        value={given.password}
        onChange={set('password')}
      />
      {make.error === null ? null : <Trouble error={make.error} />}
      <Button type="submit" kind="primary" size="big" isWide disabled={make.isPending}>
        Make the account
      </Button>
    </form>
  );
}

function Text(props: {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly type?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly autoComplete: string;
  readonly onChange: (text: string) => void;
}): ReactElement {
  const { label, hint, onChange, ...rest } = props;
  return (
    <Field label={label} hint={hint}>
      {(wiring) => (
        <input
          {...wiring}
          {...rest}
          className="input"
          required
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  );
}
