// What belongs to the person who is signed in: rights, tokens and the password.
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { client } from '../../live/client.ts';
import { Loaded } from '../../live/loaded.tsx';
import { useSession } from '../../live/session.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { OwnPassword } from './own-password.tsx';
import { Tokens } from './tokens.tsx';
import './people.css';

export function OwnPage(): ReactElement {
  const { name, user, email, by, isOwner, projects } = useSession();
  const query = useQuery({
    queryKey: ['tokens'],
    queryFn: ({ signal }) => client.call('listTokens', { signal }),
  });
  return (
    <div className="page">
      <PageHead sentence={`You are ${name}.`} title="Yourself">
        <code>{user}</code>
        {email === null ? '' : `, ${email}`}
        {isOwner ? '. You administer the whole server.' : '.'}
      </PageHead>
      <div className="stack">
        <Panel title="Roles" isFlush>
          <div className="table-room">
            <table className="table">
              <thead>
                <tr>
                  <th>Project</th>
                  <th>Role</th>
                  <th>User groups</th>
                </tr>
              </thead>
              <tbody>
                {projects.map(({ project, role, groups }) => (
                  <tr key={project}>
                    <td>
                      <b>{project}</b>
                    </td>
                    <td>{role}</td>
                    <td className="second">
                      {groups.filter((group) => !group.endsWith('_all_users')).join(', ') || '–'}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Panel>
        <Panel title="Your tokens" isFlush>
          <Loaded query={query}>{(tokens) => <Tokens tokens={tokens} />}</Loaded>
        </Panel>
        {by === 'password' ? <OwnPassword /> : null}
      </div>
    </div>
  );
}
