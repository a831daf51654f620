// Who has a resource, in a cell: the run whose lock it is under, or the one whose word stands last.
import type { ReactElement } from 'react';
import { Icon } from '../../parts/icon.tsx';
import { PathLink } from '../../parts/path-link.tsx';
import { paths } from '../../paths.ts';

export function Lock(props: {
  readonly by: string | null;
  readonly project: string;
}): ReactElement {
  const { by, project } = props;
  if (by === null) return <span className="third">free</span>;
  return (
    <span className="unbroken">
      <Icon name="lock" /> <RunName run={by} project={project} />
    </span>
  );
}

/** A run's number leads to it; other words stand as they are. */
export function RunName(props: {
  readonly run: string | null;
  readonly project: string;
}): ReactElement {
  const { run, project } = props;
  if (run === null) return <span className="third">nobody</span>;
  const number = /^(?:run )?(\d+)$/.exec(run)?.[1];
  if (number === undefined) return <>{run}</>;
  return <PathLink to={paths.run(project, number)}>run {number}</PathLink>;
}
