// Every rule, target group and Elastigroup that the project's runs have worked on: as the clouds have it, as the journal has it, who holds it.
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { Resource } from '../../../../src/api/routes/plans.ts';
import { useProject } from '../../frame/project.ts';
import { client } from '../../live/client.ts';
import { Loaded } from '../../live/loaded.tsx';
import { Banner } from '../../parts/banner.tsx';
import { Button } from '../../parts/button.tsx';
import { Age } from '../../parts/clock.tsx';
import { Empty } from '../../parts/empty.tsx';
import { useKeys } from '../../parts/keys.ts';
import { count, countAtStart } from '../../parts/numbers.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Drifts } from './drifts.tsx';
import { GroupsTable } from './groups-table.tsx';
import { RulesTable } from './rules-table.tsx';
import { TargetGroupsTable } from './target-groups-table.tsx';
import './resources.css';

const AGAIN_MS = 15_000;

export function ResourcesPage(): ReactElement {
  const project = useProject();
  const query = useQuery({
    queryKey: ['resources', project],
    queryFn: ({ signal }) => client.call('readResources', { params: { project }, signal }),
    refetchInterval: AGAIN_MS,
  });
  const again = () => void query.refetch();
  useKeys('Resources', [{ keys: '.', does: 'read the clouds again', run: again }]);
  const resources = query.data?.resources;
  return (
    <div className="page">
      <PageHead sentence={sentenceOf(resources)} title="Resources">
        {resources === undefined || resources.length === 0 ? (
          'What the runs of this project have worked on, as the clouds have it now.'
        ) : (
          <Summary resources={resources} again={again} isBusy={query.isFetching} />
        )}
      </PageHead>
      <Loaded query={query} lines={8}>
        {({ resources: all, says }) => (
          <div className="stack">
            {says.map((each) => (
              <Banner key={each} tone="person">
                {each}
              </Banner>
            ))}
            <Drifts resources={all} />
            <Tables resources={all} project={project} />
          </div>
        )}
      </Loaded>
    </div>
  );
}

function Summary(props: {
  readonly resources: readonly Resource[];
  readonly again: () => void;
  readonly isBusy: boolean;
}): ReactElement {
  const { resources, again, isBusy } = props;
  const of = (kind: Resource['kind']) => resources.filter((each) => each.kind === kind).length;
  const oldest = Math.min(...resources.map(({ readAt }) => readAt));
  return (
    <span className="row">
      <span>
        {count(of('rule'), 'rule')}, {count(of('target-group'), 'target group')},{' '}
        {count(of('group'), 'Elastigroup')}. Read <Age at={oldest} />.
      </span>
      <Button size="small" keyHint="." onClick={again} disabled={isBusy}>
        Read again
      </Button>
    </span>
  );
}

function Tables(props: {
  readonly resources: readonly Resource[];
  readonly project: string;
}): ReactElement {
  const { resources, project } = props;
  const of = (kind: Resource['kind']) => resources.filter((each) => each.kind === kind);
  if (resources.length === 0) {
    return (
      <Panel title="Resources" isFlush>
        <Empty title="No run has worked on anything yet" command="npm start">
          Rules, target groups and groups stand here from the first run on, with their weights, who
          holds them and whether somebody else changed them.
        </Empty>
      </Panel>
    );
  }
  return (
    <>
      <RulesTable rules={of('rule')} project={project} />
      <TargetGroupsTable targetGroups={of('target-group')} project={project} />
      <GroupsTable groups={of('group')} project={project} />
    </>
  );
}

function sentenceOf(resources: readonly Resource[] | undefined): string {
  if (resources === undefined) return 'Resources';
  if (resources.length === 0) return 'Nothing is known here yet.';
  const drifted = resources.filter(({ drift }) => drift !== null).length;
  const locked = resources.filter(({ lockedBy }) => lockedBy !== null).length;
  const first =
    drifted === 0
      ? 'Everything is as Penstock last left it.'
      : `${countAtStart(drifted, 'thing differs', 'things differ')} from what Penstock last wrote.`;
  const second =
    locked === 0 ? 'Nothing is locked.' : `${countAtStart(locked, 'is', 'are')} locked.`;
  return `${first} ${second}`;
}
