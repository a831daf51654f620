// Starts runs for people, in the background where they have to wait for others; what waits outlives the server.
import type { Behind } from '../../app/queue/behind.ts';
import { behindText } from '../../app/queue/behind.ts';
import type { ServedProject } from '../control-room.ts';
import type { InLine, LineRoom } from './in-line.ts';
import { type QueuedStart, queueTable, type WantedStart } from './queue-table.ts';
import { standWhile } from './stand-while.ts';
import type { StartRequest } from './start-request.ts';

export interface Started {
  /** Null while it waits for its turn. */
  readonly run: string | null;
  readonly queuedBehind: string[];
  readonly says: string;
}

export interface RunStarts {
  /** Answers when it has started or waits for its turn. Throws `Refusal` when it cannot be done. */
  start(project: ServedProject, request: StartRequest, startedBy: string): Promise<Started>;
  waiting(): readonly InLine[];
  /** Takes a start that waits out of the queue; false when it is not there any more. */
  withdraw(id: number): boolean;
  /** Leaves every queue; what waits is queued again by the next server. */
  stop(): Promise<void>;
}

export interface StartsOptions extends Omit<LineRoom, 'table'> {
  /** A start that waited and can be no more; nobody waits for the answer. */
  onLost(start: WantedStart, error: unknown): void;
}

export function createRunStarts(options: StartsOptions): RunStarts {
  const table = queueTable(options.room.database);
  const line = { ...options, table };
  const waiting = new Map<number, InLine>();
  const leaving = new AbortController();
  const working = new Set<Promise<void>>();

  const stand = (
    project: ServedProject,
    start: WantedStart & Partial<QueuedStart>,
    answer: Answer,
  ): void => {
    let isAnswered = false;
    const told = (started: Started): void => {
      isAnswered = true;
      answer.resolve(started);
    };
    const standing = standWhile(line, project, start, leaving.signal, {
      onBehind(inLine) {
        waiting.set(inLine.id, inLine);
        told(queuedWords(inLine.behind));
      },
      onLeft: (id) => void waiting.delete(id),
    }).then(
      (run) => told(run === undefined ? LEFT : startedWords(run)),
      (error: unknown) => {
        if (isAnswered) options.onLost(start, error);
        else answer.reject(error);
      },
    );
    working.add(standing);
    standing.then(
      () => working.delete(standing),
      () => undefined,
    );
  };
  for (const start of table.all()) {
    const project = options.room.projects.find(({ id }) => id === start.project);
    const reject = (error: unknown): void => options.onLost(start, error);
    if (project !== undefined) stand(project, start, { resolve: () => undefined, reject });
  }
  return {
    start: (project, request, startedBy) =>
      new Promise((resolve, reject) => {
        const queuedAt = options.room.clock.now();
        const wanted = { project: project.id, request, startedBy, queuedAt };
        stand(project, wanted, { resolve, reject });
      }),
    waiting: () => [...waiting.values()],
    withdraw(id) {
      const found = waiting.get(id);
      found?.withdraw();
      return found !== undefined;
    },
    async stop() {
      leaving.abort();
      await Promise.all(working);
    },
  };
}

interface Answer {
  resolve(started: Started): void;
  reject(error: unknown): void;
}

const LEFT: Started = {
  run: null,
  queuedBehind: [],
  says: 'It has left the queue. Nothing was started, and no traffic was moved.',
};

function startedWords(run: string): Started {
  return { run, queuedBehind: [], says: `Run ${run} has started.` };
}

function queuedWords(behind: readonly Behind[]): Started {
  return {
    run: null,
    queuedBehind: behind.map(({ execution, process }) =>
      execution === null ? `the run that ${process ?? 'somebody'} waits with` : `run ${execution}`,
    ),
    says: `It waits behind ${behindText(behind, '')} It starts by itself when its turn has come.`,
  };
}
