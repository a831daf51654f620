// Drives plans made of fake steps on a memory journal and a virtual clock.
import type { ExecutionEvent } from '../src/execution/event.ts';
import type { ExecutionId, Journal } from '../src/execution/journal.ts';
import type { LogSink } from '../src/execution/log-sink.ts';
import { type DriveRequest, type DriveResult, drive } from '../src/execution/runner.ts';
import type { Scripts, StepDefinition } from '../src/execution/step.ts';
import type { JsonObject } from '../src/lib/json.ts';
import type { Plan } from '../src/plan/plan.ts';
import { createMemoryJournal } from '../src/store/memory/memory-journal.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

export interface Harness {
  readonly clock: VirtualClock;
  readonly journal: Journal;
  readonly id: ExecutionId;
  readonly lines: string[];
  events(): Promise<readonly ExecutionEvent[]>;
  /** Drives until the promise settles, jumping over all waits. */
  drive(changes?: Partial<DriveRequest>): Promise<DriveResult>;
  /** The same, without moving the clock. */
  begin(changes?: Partial<DriveRequest>): Promise<DriveResult>;
}

/** A step of type `Fake` whose code is given. */
function fakeStep(run: StepDefinition['run']): ReadonlyMap<string, StepDefinition> {
  return new Map([['Fake', { type: 'Fake', run }]]);
}

export async function harness(
  plan: Plan,
  run: StepDefinition['run'],
  secrets: JsonObject = {},
): Promise<Harness> {
  const clock = createVirtualClock(1_000);
  const journal = createMemoryJournal({ wallNow: clock.now });
  const lines: string[] = [];
  const id = await journal.create('hash', plan, {
    at: clock.now(),
    type: 'ExecutionStarted',
    format: 1,
    planHash: 'hash',
    pipeline: plan.pipeline.identifier,
    world: { kind: 'twin', url: 'http://127.0.0.1:1' },
    startedBy: 'ada',
    bound: [],
  });
  const begin = (changes: Partial<DriveRequest> = {}): Promise<DriveResult> =>
    drive({
      id,
      journal,
      clock,
      steps: fakeStep(run),
      scripts: noScripts,
      secrets: { read: (identifier) => secrets[identifier]?.toString() },
      logs: logsInto(lines),
      owner: 'test',
      parkWhenIdle: true,
      ...changes,
    });
  const driveToEnd = async (changes: Partial<DriveRequest> = {}): Promise<DriveResult> => {
    let isOver = false;
    const result = begin(changes).finally(() => {
      isOver = true;
    });
    result.catch(() => {});
    await clock.drive(() => isOver, 30 * 86_400_000);
    return result;
  };
  return { clock, journal, id, lines, events: () => journal.read(id, 0), drive: driveToEnd, begin };
}

const noScripts: Scripts = {
  run: async () => ({ status: 'lost' }),
};

function logsInto(lines: string[]): LogSink {
  return {
    write: (_execution, path, _attempt, line) => lines.push(`${path}: ${line}`),
    folder: (execution) => `/logs/${execution}`,
  };
}
