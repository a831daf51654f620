// The users of the server: who has an account, how they come in, and whether they may.
import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { client } from '../../live/client.ts';
import { Loaded } from '../../live/loaded.tsx';
import { Button } from '../../parts/button.tsx';
import { countAtStart } from '../../parts/numbers.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { UserDialog } from './user-dialog.tsx';
import { type User, UsersTable } from './users-table.tsx';
import './people.css';

export function UsersPage(): ReactElement {
  const [edited, setEdited] = useState<User | 'new' | undefined>();
  const query = useQuery({
    queryKey: ['users'],
    queryFn: ({ signal }) => client.call('listUsers', { signal }),
  });
  const users = query.data;
  const add = (
    <Button icon="add" onClick={() => setEdited('new')}>
      New user…
    </Button>
  );
  return (
    <div className="page">
      <PageHead
        sentence={
          users === undefined
            ? 'Users'
            : `${countAtStart(users.length, 'person has', 'people have')} an account.`
        }
        title="Users"
      >
        People who come from an identity provider get their account at their first sign-in. Roles
        are given in each project.
      </PageHead>
      <Panel title="Users" aside={users === undefined ? undefined : add} isFlush>
        <Loaded query={query}>{(known) => <UsersTable users={known} change={setEdited} />}</Loaded>
      </Panel>
      {edited === undefined ? null : (
        <UserDialog
          {...(edited !== 'new' && { user: edited })}
          onClose={() => setEdited(undefined)}
        />
      )}
    </div>
  );
}
