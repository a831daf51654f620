// The handlers of the routes that look at runs and start them.
import type { RouteName } from '../../api/route-paths.ts';
import type { Answer, Encoded, Handlers, Message } from '../handler.ts';
import { createWatchers } from '../live/watchers.ts';
import { ProblemError } from '../problem-error.ts';
import { buildSteps } from './build-steps.ts';
import { listProjects } from './list-projects.ts';
import { listRuns } from './list-runs.ts';
import { pageAt, sourceAt } from './page-at.ts';
import { createPageReader } from './page-reader.ts';
import type { RunParts } from './run-parts.ts';

export type RunRoute = Extract<
  RouteName,
  | 'listProjects'
  | 'listRuns'
  | 'startRun'
  | 'readRun'
  | 'watchRun'
  | 'watchRuns'
  | 'readSteps'
  | 'readFrozenPlan'
  | 'listEvents'
  | 'followEvents'
>;

export function makeRunHandlers(parts: RunParts): Handlers<RunRoute> {
  const { room, known, sources, hub, listHub } = parts;
  const pages = createPageReader(sources, parts.aroundOf);
  const sourceOf = async (project: string, run: string) => {
    await known.in(project, run);
    return await sources.of(run);
  };
  return {
    listProjects: async ({ caller }) => await listProjects(parts, caller),
    listRuns: async ({ params, query }) => await listRuns(parts, params.project, query),
    startRun: async ({ params, body, caller, note }) => {
      const project = room.projects.find(({ id }) => id === params.project);
      if (project === undefined) throw noProject(params.project);
      const started = await parts.starts.start(project, { kind: 'run', body }, caller.user);
      note(null, { pipeline: body.pipeline, on: body.on, run: started.run });
      return started;
    },
    readRun: async ({ params, query }) => {
      await known.in(params.project, params.run);
      if (query.at === undefined) return await pages.of(params.run);
      const source = await sources.of(params.run);
      return pageAt(source, query.at, await parts.aroundOf(source));
    },
    watchRun: ({ params, lastEventId, signal }) =>
      afterCheck(known.in(params.project, params.run), () =>
        hub.watch(params.run, lastEventId, signal),
      ),
    watchRuns: ({ params, lastEventId, signal }) =>
      listHub.watch(params.project, lastEventId, signal),
    readSteps: async ({ params, query }) => {
      const source = await sourceOf(params.project, params.run);
      return [...buildSteps(query.at === undefined ? source : sourceAt(source, query.at))];
    },
    readFrozenPlan: async ({ params }) => {
      const { plan } = await sourceOf(params.project, params.run);
      return plan as unknown as Answer<'readFrozenPlan'>;
    },
    listEvents: async ({ params, query }) => {
      await known.in(params.project, params.run);
      const { from, limit } = query;
      const events = await room.engine.journal.read(params.run, from, limit);
      const isMore = events.length === limit;
      const all = events as unknown as Answer<'listEvents'>['events'];
      return { events: all, next: isMore ? from + limit : null };
    },
    followEvents: ({ params, lastEventId, signal }) =>
      afterCheck(known.in(params.project, params.run), () =>
        followEvents(parts, params.run, lastEventId, signal),
      ),
  };
}

function noProject(project: string): ProblemError {
  return new ProblemError('not-found', `This server has no project ${project}.`);
}

/** A stream that only begins when there is what it is about. */
async function* afterCheck<Data>(
  check: Promise<unknown>,
  follow: () => AsyncIterable<Message<Data> | Encoded>,
): AsyncIterable<Message<Data> | Encoded> {
  await check;
  yield* follow();
}

const EVENTS_AT_ONCE = 200;

async function* followEvents(
  { room, onJournalChange }: RunParts,
  run: string,
  lastEventId: string | undefined,
  signal: AbortSignal,
): AsyncIterable<Encoded> {
  const watchers = createWatchers();
  const end = onJournalChange(watchers.wake);
  const watcher = watchers.join(signal);
  let next = lastEventId !== undefined && /^\d{1,15}$/.test(lastEventId) ? +lastEventId + 1 : 0;
  try {
    while (!signal.aborted) {
      const events = await room.engine.journal.read(run, next, EVENTS_AT_ONCE);
      for (const event of events) {
        yield { id: String(next), json: JSON.stringify(event) };
        next += 1;
      }
      if (events.length === 0) await watcher.news();
    }
  } finally {
    watcher.leave();
    end();
  }
}
