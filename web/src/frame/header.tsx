// The bar on top of every page: where one can go, whether the page is live, which project, and who one is.
import { useRouterState } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useConnection } from '../live/connection.ts';
import { useRights, useSession } from '../live/session.tsx';
import { KeyHint } from '../parts/key-hint.tsx';
import { drawnKeys } from '../parts/keys.ts';
import { PathLink, useGo } from '../parts/path-link.tsx';
import { paths } from '../paths.ts';
import { Brand } from './brand.tsx';
import { useProjects } from './project.ts';
import { UserMenu } from './user-menu.tsx';

export function Header(props: {
  readonly project: string | undefined;
  readonly openJump: () => void;
  readonly openKeys: () => void;
}): ReactElement {
  const { project, openJump, openKeys } = props;
  return (
    <header className="bar">
      <PathLink className="brand" to={paths.home}>
        <Brand />
        Penstock
      </PathLink>
      {project === undefined ? <ServerNav /> : <ProjectNav project={project} />}
      <div className="bar-end">
        <button type="button" className="jump-button" onClick={openJump}>
          <span>Jump to…</span>
          <KeyHint keys={drawnKeys('mod+k')} />
        </button>
        {project === undefined ? null : <LiveDot />}
        <ProjectSwitch project={project} />
        <UserMenu openKeys={openKeys} />
      </div>
    </header>
  );
}

function ProjectNav({ project }: { readonly project: string }): ReactElement {
  const { mayAdminister } = useRights(project);
  const waiting = useProjects().data?.find((each) => each.project === project)?.waitingForMe ?? 0;
  return (
    <nav aria-label="Pages of the project">
      <NavLink to={paths.runs(project)}>
        Runs
        {waiting === 0 ? null : (
          <span className="badge">
            {waiting}
            <span className="only-read"> waiting for you</span>
          </span>
        )}
      </NavLink>
      <NavLink to={paths.wall(project)}>Wall</NavLink>
      <NavLink to={paths.plans(project)}>Plans</NavLink>
      <NavLink to={paths.resources(project)}>Resources</NavLink>
      <NavLink to={paths.pipelines(project)}>Pipelines</NavLink>
      <NavLink to={paths.people(project)}>People</NavLink>
      {mayAdminister ? <NavLink to={paths.webhooks(project)}>Webhooks</NavLink> : null}
      {mayAdminister ? <NavLink to={paths.audit(project)}>Audit</NavLink> : null}
    </nav>
  );
}

function ServerNav(): ReactElement {
  const { isOwner } = useSession();
  return (
    <nav aria-label="Pages of the server">
      <NavLink to={paths.own}>Yourself</NavLink>
      {isOwner ? <NavLink to={paths.users}>Users</NavLink> : null}
      {isOwner ? <NavLink to={paths.serverAudit}>Audit</NavLink> : null}
    </nav>
  );
}

function NavLink({
  to,
  children,
}: {
  readonly to: string;
  readonly children: React.ReactNode;
}): ReactElement {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const isHere = path === to || path.startsWith(`${to}/`);
  return (
    <PathLink to={to} {...(isHere && { 'aria-current': 'page' })}>
      {children}
    </PathLink>
  );
}

const WORDS = {
  connecting: 'Connecting',
  live: 'Live',
  lost: 'Not connected',
  refused: 'Not live',
} as const;

function LiveDot(): ReactElement {
  const { state } = useConnection();
  return (
    <span className="live" data-is={state} role="status">
      {WORDS[state]}
    </span>
  );
}

function ProjectSwitch({ project }: { readonly project: string | undefined }): ReactElement | null {
  const projects = useProjects().data;
  const go = useGo();
  if (projects === undefined || projects.length === 0) return null;
  return (
    <select
      className="project-switch"
      aria-label="Project"
      value={project ?? ''}
      onChange={({ target }) => go(paths.runs(target.value))}
    >
      {project === undefined ? <option value="">Whole server</option> : null}
      {projects.map((each) => (
        <option key={each.project} value={each.project}>
          {each.name}
        </option>
      ))}
    </select>
  );
}
