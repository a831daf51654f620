// The plans that people have looked at, newest first.
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useProject } from '../../frame/project.ts';
import { client } from '../../live/client.ts';
import { Loaded } from '../../live/loaded.tsx';
import { useRights } from '../../live/session.tsx';
import { Button } from '../../parts/button.tsx';
import { Age } from '../../parts/clock.tsx';
import { Empty } from '../../parts/empty.tsx';
import { countAtStart } from '../../parts/numbers.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { PathLink, useGo } from '../../parts/path-link.tsx';
import { paths } from '../../paths.ts';
import { shortHash } from './plan-words.ts';

export function PlansPage(): ReactElement {
  const project = useProject();
  const { mayOperate } = useRights(project);
  const go = useGo();
  const query = useQuery({
    queryKey: ['plans', project],
    queryFn: ({ signal }) => client.call('listPlans', { params: { project }, signal }),
  });
  const plans = query.data;
  const isEmpty = plans === undefined || plans.length === 0;
  const make = mayOperate ? (
    <Button kind="primary" keyHint="N" onClick={() => go(paths.newRun(project))}>
      New plan…
    </Button>
  ) : undefined;
  return (
    <div className="page">
      <PageHead
        sentence={isEmpty ? 'Plans' : `${countAtStart(plans.length, 'plan')} can be looked at.`}
        title="Plans"
      >
        A plan says every write before it happens. It starts nothing, and what starts from it is
        exactly it.
      </PageHead>
      <Panel title="Plans" aside={isEmpty ? undefined : make} isFlush>
        <Loaded query={query}>
          {(known) =>
            known.length === 0 ? (
              <Empty
                title="No plan yet"
                command="penstock plan pipeline.yaml --on twin"
                action={make}
              >
                Plans made here or by the command stand here, newest first.
              </Empty>
            ) : (
              <div className="table-room">
                <table className="table">
                  <thead>
                    <tr>
                      <th>Hash</th>
                      <th>Pipeline</th>
                      <th>World</th>
                      <th className="number">Planned</th>
                    </tr>
                  </thead>
                  <tbody>
                    {known.map(({ hash, pipeline, world, plannedAt }) => (
                      <tr key={hash}>
                        <td>
                          <PathLink to={paths.plan(project, hash)}>
                            <code>{shortHash(hash)}</code>
                          </PathLink>
                        </td>
                        <td>{pipeline}</td>
                        <td>{world}</td>
                        <td className="number">
                          <Age at={plannedAt} />
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )
          }
        </Loaded>
      </Panel>
    </div>
  );
}
