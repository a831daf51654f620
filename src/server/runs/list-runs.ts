// The list of a project's runs in parts: those that wait for their turn first, then the newest.
import type { RunInList } from '../../api/schemas/run-parts.ts';
import type { RunParts } from './run-parts.ts';

export interface ListQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly status?: string | undefined;
  readonly pipeline?: string | undefined;
}

export async function listRuns(
  parts: RunParts,
  project: string,
  query: ListQuery,
): Promise<{ items: RunInList[]; next: string | null }> {
  const before = query.cursor === undefined ? Number.POSITIVE_INFINITY : Number(query.cursor);
  const items = query.cursor === undefined ? queuedOf(parts, project, query) : [];
  for (const row of await parts.rows()) {
    if (Number(row.id) >= before) continue;
    if (items.length >= query.limit) return { items, next: String(Number(row.id) + 1) };
    const listed = await parts.list.of(row);
    if (listed?.project === project && isWanted(listed.line, query)) items.push(listed.line);
  }
  return { items, next: null };
}

function queuedOf({ starts }: RunParts, project: string, query: ListQuery): RunInList[] {
  return starts
    .waiting()
    .filter((start) => start.project === project)
    .map((start) => {
      const behind = start.behind.flatMap(({ execution }) => execution ?? []);
      const whom = behind.map((run) => `run ${run}`).join(' and ') || 'its turn';
      return {
        run: `queued-${start.id}`,
        pipeline: start.pipeline,
        world: start.request.kind === 'run' ? start.request.body.on : 'twin',
        status: 'Queued',
        sentence: `It waits behind ${whom}, and starts by itself. Nothing of it has run.`,
        tone: 'plain' as const,
        startedBy: start.startedBy,
        startedAt: start.queuedAt,
        endedAt: null,
        clock: { at: start.queuedAt, wallAt: start.queuedAt, speed: 1 },
        percent: null,
        observed: null,
        rungsDone: 0,
        rungs: 0,
        waitsFor: behind.map((run) => `run ${run}`),
        asks: [],
        isPaused: false,
        isRollingBack: false,
        driver: null,
        standsStill: false,
        holds: [],
      } satisfies RunInList;
    })
    .filter((line) => isWanted(line, query));
}

function isWanted(line: RunInList, { status, pipeline }: ListQuery): boolean {
  const isOfStatus = status === undefined || line.status.toLowerCase() === status.toLowerCase();
  return isOfStatus && (pipeline === undefined || line.pipeline === pipeline);
}
