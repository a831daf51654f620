// The audit trail: who did what, when, from where, and what it changed; of a project or of the whole server.
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import type { Answer } from '../../../../src/api/client.ts';
import { useProject } from '../../frame/project.ts';
import { client } from '../../live/client.ts';
import { Loaded } from '../../live/loaded.tsx';
import { Button } from '../../parts/button.tsx';
import { Empty } from '../../parts/empty.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { AuditFilter, type AuditNarrowing, useSettled } from './audit-filter.tsx';
import { AuditTable } from './audit-table.tsx';
import './audit.css';

const PAGE = 50;

export function AuditPage(): ReactElement {
  const project = useProject();
  return (
    <Trail
      title={`Who did what in ${project}.`}
      name={['project', project]}
      hasRuns
      read={(query, signal) =>
        client.call('listProjectAudit', { params: { project }, query, signal })
      }
    />
  );
}

export function ServerAuditPage(): ReactElement {
  return (
    <Trail
      title="Who did what on this server."
      name={['server']}
      read={({ run: _, ...query }, signal) => client.call('listAudit', { query, signal })}
    />
  );
}

interface Asked {
  readonly cursor?: string;
  readonly limit: number;
  readonly who?: string;
  readonly run?: string;
}

function Trail(props: {
  readonly title: string;
  readonly name: readonly string[];
  readonly hasRuns?: boolean;
  readonly read: (asked: Asked, signal: AbortSignal) => Promise<Answer<'listAudit'>>;
}): ReactElement {
  const { title, name, hasRuns = false, read } = props;
  const [narrowing, setNarrowing] = useState<AuditNarrowing>({ who: '', run: '' });
  const { who, run } = useSettled(narrowing);
  const query = useInfiniteQuery({
    queryKey: ['audit', ...name, who, run],
    queryFn: ({ pageParam, signal }) =>
      read(
        {
          limit: PAGE,
          ...(pageParam !== null && { cursor: pageParam }),
          ...(who !== '' && { who }),
          ...(run !== '' && { run }),
        },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: (before) => before,
  });
  const entries = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <div className="page">
      <PageHead sentence={title} title="Audit">
        Newest first, times in UTC. The trail is only added to: nobody can change or remove a line.
      </PageHead>
      <AuditFilter narrowing={narrowing} setNarrowing={setNarrowing} hasRuns={hasRuns} />
      <Panel title="Audit trail" aside={`${entries.length} read`} isFlush>
        <Loaded query={query} lines={8}>
          {() =>
            entries.length === 0 ? (
              <Empty title="Nothing of that kind">
                Each word to a run, each change of people and rights, and each refused try stands
                here as soon as it happens.
              </Empty>
            ) : (
              <AuditTable entries={entries} />
            )
          }
        </Loaded>
      </Panel>
      {query.hasNextPage ? (
        <p className="audit-more">
          <Button onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
            Show earlier ones
          </Button>
        </p>
      ) : null}
    </div>
  );
}
