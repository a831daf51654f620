// Green and blue as the clouds have them: names, capacity, health, and their instances by zone.
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { GroupCard } from '../../../src/api/schemas/run-parts.ts';
import { Age } from '../parts/clock.tsx';
import { GroupName } from '../parts/group-name.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { useRun } from './run-context.tsx';

const EVERY_MS = 10_000;

export function GroupCards(): ReactElement | null {
  const { client, project, run, page, isReplay } = useRun();
  const groups = useQuery({
    queryKey: ['groups', project, run],
    queryFn: ({ signal }) => client.call('readGroups', { params: { project, run }, signal }),
    enabled: !isReplay,
    refetchInterval: page.endedAt === null ? EVERY_MS : false,
  });
  if (isReplay || page.lanes.length === 0) return null;
  if (groups.data === undefined) {
    return (
      <div className="group-cards">
        {(['green', 'blue'] as const).map((colour) => (
          <section className="panel group-card" key={colour} aria-label={colour}>
            <header>
              <h2>
                <GroupName group={colour}>{TITLES[colour]}</GroupName>
              </h2>
            </header>
            {groups.isError ? (
              <p className="second">The clouds did not say: {groups.error.message}</p>
            ) : (
              <Skeleton lines={5} />
            )}
          </section>
        ))}
      </div>
    );
  }
  if (groups.data.length === 0) return null;
  return (
    <div className="group-cards">
      {groups.data.map((group) => (
        <Card key={group.id} group={group} isLate={groups.isError} />
      ))}
    </div>
  );
}

const TITLES = { green: 'Green, new', blue: 'Blue, live before' } as const;

function Card({
  group,
  isLate,
}: {
  readonly group: GroupCard;
  readonly isLate: boolean;
}): ReactElement {
  const { colour, instances, capacity, healthy } = group;
  const all = capacity?.target ?? instances.length;
  return (
    <section className="panel group-card" data-group={colour} aria-label={TITLES[colour]}>
      <header>
        <h2>
          <GroupName group={colour}>{TITLES[colour]}</GroupName>
        </h2>
        <span>
          <b>{healthy === null ? `– of ${all}` : `${healthy} of ${all}`}</b> healthy
        </span>
      </header>
      <dl className="facts">
        <dt>Group</dt>
        <dd>
          <span className="code">{group.id}</span> {group.name}
        </dd>
        <dt>Target group</dt>
        <dd>{group.targetGroup === null ? 'in none' : <TargetGroup name={group.targetGroup} />}</dd>
        <dt>Capacity</dt>
        <dd>
          {capacity === null
            ? 'the group is gone'
            : `${capacity.target} (${capacity.minimum} to ${capacity.maximum})`}
        </dd>
        <dt>By zone</dt>
        <dd>{instances.length === 0 ? 'no instance' : <Zones instances={instances} />}</dd>
        <dt>Types</dt>
        <dd>{counted(instances.map(({ type }) => type)) || '–'}</dd>
        <dt>Life-cycle</dt>
        <dd>{counted(instances.map(({ lifeCycle }) => lifeCycle)) || '–'}</dd>
        <dt>Read</dt>
        <dd>
          <Age at={group.readAt} />
          {isLate ? ', and the clouds have not answered since' : ''}
        </dd>
      </dl>
    </section>
  );
}

function TargetGroup({ name }: { readonly name: string }): ReactElement {
  const short = name.startsWith('arn:') ? (name.split('/')[1] ?? name) : name;
  return (
    <span className="code" title={name}>
      {short}
    </span>
  );
}

function Zones({ instances }: Pick<GroupCard, 'instances'>): ReactElement {
  const byZone = [...Map.groupBy(instances, ({ zone }) => zone ?? 'zone not known')];
  return (
    <span className="zones">
      {byZone.map(([zone, own]) => (
        <span key={zone} className="zone">
          <span className="label third">{zone}</span>
          {own.map((instance) => (
            <i
              key={instance.id}
              className="cell"
              data-health={healthOf(instance.health)}
              data-life={instance.lifeCycle ?? 'unknown'}
              title={`${instance.id}, ${instance.health ?? 'health not known'}${instance.lifeCycle === null ? '' : `, ${instance.lifeCycle}`}`}
            />
          ))}
          <span className="only-read">
            {own.filter(({ health }) => healthOf(health) === 'healthy').length} of {own.length}{' '}
            healthy
          </span>
        </span>
      ))}
    </span>
  );
}

function healthOf(health: string | null): 'healthy' | 'other' {
  return health?.toLowerCase() === 'healthy' ? 'healthy' : 'other';
}

function counted(values: readonly (string | null)[]): string {
  const known = values.filter((value) => value !== null);
  return [...Map.groupBy(known, (value) => value)]
    .map(([value, own]) => `${own.length} × ${value}`)
    .join(', ');
}
