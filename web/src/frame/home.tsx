// The first page: the runs of the project that was looked at last.
import { type ReactElement, useEffect } from 'react';
import { Loaded } from '../live/loaded.tsx';
import { Empty } from '../parts/empty.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Panel } from '../parts/panel.tsx';
import { useGo } from '../parts/path-link.tsx';
import { paths } from '../paths.ts';
import { lastProject, useProjects } from './project.ts';

export function Home(): ReactElement {
  const query = useProjects();
  const go = useGo();
  const project = query.data === undefined ? undefined : lastProject(query.data);
  useEffect(() => {
    if (project !== undefined) go(paths.runs(project));
  }, [project, go]);
  return (
    <div className="page">
      <Loaded query={query}>{(projects) => (projects.length === 0 ? <NoProject /> : null)}</Loaded>
    </div>
  );
}

function NoProject(): ReactElement {
  return (
    <>
      <PageHead sentence="No project is open to you." title="Projects" />
      <Panel title="Projects" isFlush>
        <Empty title="Nothing to see yet" command="penstock up --project .">
          An administrator gives people a role in a project. A server shows the projects that it was
          started with.
        </Empty>
      </Panel>
    </>
  );
}
