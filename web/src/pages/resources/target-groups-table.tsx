// The target groups: their health, the weight that rules give them, and whether they may be emptied.
import type { ReactElement } from 'react';
import type { Resource } from '../../../../src/api/routes/plans.ts';
import { Age } from '../../parts/clock.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Lock, RunName } from './held.tsx';

export function TargetGroupsTable(props: {
  readonly targetGroups: readonly Resource[];
  readonly project: string;
}): ReactElement | null {
  const { targetGroups, project } = props;
  if (targetGroups.length === 0) return null;
  return (
    <Panel title="Target groups" isFlush>
      <div className="table-room">
        <table className="table">
          <thead>
            <tr>
              <th>Target group</th>
              <th>Healthy</th>
              <th>Owner</th>
              <th>Lock</th>
              <th>May it be emptied?</th>
              <th className="number">Read</th>
            </tr>
          </thead>
          <tbody>
            {targetGroups.map((group) => (
              <tr key={group.id}>
                <td>
                  <code className="resource-id">{group.name}</code>
                </td>
                <td>{healthText(group)}</td>
                <td>
                  <RunName run={group.owner} project={project} />
                </td>
                <td>
                  <Lock by={group.lockedBy} project={project} />
                </td>
                <td>{group.says}</td>
                <td className="number">
                  <Age at={group.readAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

export function healthText({ healthy, targets }: Resource): string {
  if (healthy === null || targets === null) return 'not known';
  return targets === 0 ? '0, unused' : `${healthy} of ${targets}`;
}
