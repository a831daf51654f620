// Who one is, the theme, the way to one's own tokens, and the way out.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { client } from '../live/client.ts';
import { Trouble } from '../live/loaded.tsx';
import { SESSION_KEY, useSession } from '../live/session.tsx';
import { Button } from '../parts/button.tsx';
import { Choices } from '../parts/field.tsx';
import { PathLink } from '../parts/path-link.tsx';
import { paths } from '../paths.ts';
import { useTheme } from './theme.ts';

const MENU = 'user-menu';

export function UserMenu({ openKeys }: { readonly openKeys: () => void }): ReactElement {
  const { name, user, by, isOwner } = useSession();
  const [theme, setTheme] = useTheme();
  const close = () => document.getElementById(MENU)?.hidePopover();
  return (
    <>
      <button type="button" className="me" popoverTarget={MENU} aria-label={`${name}: menu`}>
        <span aria-hidden="true">{initials(name)}</span>
      </button>
      <div id={MENU} className="user-menu" popover="auto">
        <p>
          <b>{name}</b>
          <br />
          <span className="label second">{wayIn(user, by)}</span>
        </p>
        <Choices
          label="Theme"
          value={theme}
          options={[
            ['system', 'As the system'],
            ['light', 'Light'],
            ['dark', 'Dark'],
          ]}
          onChoose={setTheme}
        />
        <ul>
          <MenuLink to={paths.own} onClick={close}>
            Your tokens and password
          </MenuLink>
          {isOwner ? (
            <>
              <MenuLink to={paths.users} onClick={close}>
                Users of this server
              </MenuLink>
              <MenuLink to={paths.serverAudit} onClick={close}>
                Audit of this server
              </MenuLink>
            </>
          ) : null}
          <li>
            <button
              type="button"
              className="menu-line"
              onClick={() => {
                close();
                openKeys();
              }}
            >
              All keys
            </button>
          </li>
        </ul>
        {by === 'open' ? null : <SignOut />}
      </div>
    </>
  );
}

function MenuLink(props: {
  readonly to: string;
  readonly onClick: () => void;
  readonly children: string;
}): ReactElement {
  return (
    <li>
      <PathLink className="menu-line" to={props.to} onClick={props.onClick}>
        {props.children}
      </PathLink>
    </li>
  );
}

function SignOut(): ReactElement {
  const queries = useQueryClient();
  const signOut = useMutation({
    mutationFn: () => client.call('signOut', {}),
    onSuccess() {
      queries.setQueryData(SESSION_KEY, null);
      // What one person has read is not for the next one.
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION_KEY[0] });
    },
  });
  return (
    <>
      {signOut.error === null ? null : <Trouble error={signOut.error} />}
      <Button isWide onClick={() => signOut.mutate()} disabled={signOut.isPending}>
        Sign out
      </Button>
    </>
  );
}

function wayIn(user: string, by: string): string {
  if (by === 'open') return 'everybody on this machine, for the server stands open on loopback';
  if (by === 'token') return `${user}, by token`;
  return by === 'oidc' ? `${user}, by the identity provider` : `${user}, by password`;
}

function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter((word) => word !== '');
  return words
    .slice(0, 2)
    .map((word) => word[0]?.toUpperCase() ?? '')
    .join('');
}
