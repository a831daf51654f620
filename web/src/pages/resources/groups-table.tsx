// The Elastigroups: their names, health, who holds them, and why they stand.
import type { ReactElement } from 'react';
import type { Resource } from '../../../../src/api/routes/plans.ts';
import { Age } from '../../parts/clock.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Lock, RunName } from './held.tsx';
import { healthText } from './target-groups-table.tsx';

export function GroupsTable(props: {
  readonly groups: readonly Resource[];
  readonly project: string;
}): ReactElement | null {
  const { groups, project } = props;
  if (groups.length === 0) return null;
  return (
    <Panel title="Elastigroups" isFlush>
      <div className="table-room">
        <table className="table">
          <thead>
            <tr>
              <th>Group</th>
              <th>Name</th>
              <th>Healthy</th>
              <th>Owner</th>
              <th>Lock</th>
              <th>Why it stands</th>
              <th className="number">Read</th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <tr key={group.id}>
                <td>
                  <code className="resource-id">{group.id}</code>
                </td>
                <td>{group.name}</td>
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
