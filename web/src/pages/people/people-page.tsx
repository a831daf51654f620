// People of a project: who has which role, and the user groups that gates name.
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useProject } from '../../frame/project.ts';
import { client } from '../../live/client.ts';
import { Loaded } from '../../live/loaded.tsx';
import { useRights, useSession } from '../../live/session.tsx';
import { Banner } from '../../parts/banner.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { PathLink } from '../../parts/path-link.tsx';
import { paths } from '../../paths.ts';
import { Groups } from './groups.tsx';
import { Members } from './members.tsx';
import './people.css';

export function PeoplePage(): ReactElement {
  const project = useProject();
  const { mayAdminister, role, groups } = useRights(project);
  const { isOwner } = useSession();
  return (
    <div className="page">
      <PageHead sentence={mine(role, groups)} title="People">
        A role says what somebody may do here: viewers look, operators start, pause and take back,
        approvers decide at gates, administrators do all of it and give roles. Gates count only
        people of their user groups.
        {isOwner ? (
          <>
            {' '}
            <PathLink to={paths.users}>Users of this server</PathLink>
          </>
        ) : null}
      </PageHead>
      <div className="stack">
        <MembersPanel project={project} mayAdminister={mayAdminister} />
        <GroupsPanel project={project} mayAdminister={mayAdminister} />
      </div>
    </div>
  );
}

function mine(role: string | null, groups: readonly string[]): string {
  const named = groups.filter((group) => !group.endsWith('_all_users'));
  const inGroups = named.length === 0 ? '' : `, in ${named.join(', ')}`;
  return `You are ${role === null ? 'nobody' : article(role)} here${inGroups}.`;
}

function article(word: string): string {
  return `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`;
}

interface Of {
  readonly project: string;
  readonly mayAdminister: boolean;
}

function MembersPanel({ project, mayAdminister }: Of): ReactElement {
  const query = useQuery({
    queryKey: ['members', project],
    queryFn: ({ signal }) => client.call('listMembers', { params: { project }, signal }),
    enabled: mayAdminister,
  });
  if (!mayAdminister) {
    return (
      <Panel title="Roles">
        <Banner icon="lock">Administrators of this project see and give its roles.</Banner>
      </Panel>
    );
  }
  return (
    <Panel title="Roles" isFlush>
      <Loaded query={query}>{(members) => <Members project={project} members={members} />}</Loaded>
    </Panel>
  );
}

function GroupsPanel({ project, mayAdminister }: Of): ReactElement {
  const query = useQuery({
    queryKey: ['groups', project],
    queryFn: ({ signal }) => client.call('listGroups', { params: { project }, signal }),
  });
  return (
    <Panel title="User groups" isFlush>
      <Loaded query={query}>
        {(groups) => <Groups project={project} groups={groups} mayAdminister={mayAdminister} />}
      </Loaded>
    </Panel>
  );
}
