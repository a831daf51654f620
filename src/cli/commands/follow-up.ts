// What `penstock rollback` and `penstock cleanup` share: the earlier run, the plan that follows it, the queue, the drive to its end.
import { type Engine, openEngine } from '../../app/engine.ts';
import { type EndedRun, endedRun } from '../../app/follow-up/ended-run.ts';
import { prepareFollowUp } from '../../app/follow-up/prepare-follow-up.ts';
import { currentPerson } from '../../app/person.ts';
import type { PreparedRun } from '../../app/prepare-run.ts';
import { behindText } from '../../app/queue/behind.ts';
import { inTheWay } from '../../app/queue/in-the-way.ts';
import { wantedBy } from '../../app/queue/start-execution.ts';
import { Refusal } from '../../app/refusal.ts';
import { existingStateFolder } from '../../app/state-folder.ts';
import { clockOf } from '../../app/world.ts';
import type { Clock } from '../../lib/clock.ts';
import { confirm } from '../confirm.ts';
import { driveToEnd } from '../drive-run.ts';
import { EXIT } from '../exit-code.ts';
import { leaveClouds } from '../leave-clouds.ts';
import type { Output } from '../output.ts';
import { type StartedRun, startInTurn } from '../start-in-turn.ts';

export interface FollowUpRequest {
  readonly execution: string;
  readonly stateFolder: string;
  readonly folder: string | undefined;
  readonly isYes: boolean;
  /** How long it may wait for others; 0 is not at all, undefined for ever. */
  readonly waitMs: number | undefined;
}

export interface Prepared {
  readonly engine: Engine;
  readonly ended: EndedRun;
  readonly run: PreparedRun;
  readonly clock: Clock;
}

export interface Question {
  /** What would happen. */
  readonly lines: readonly string[];
  readonly question: string;
}

/** Reads only: what a person has to say yes to, or the exit code where nothing needs to be done. Throws `Refusal`. */
export type Look = (prepared: Prepared) => Promise<Question | number>;

type Request = FollowUpRequest & {
  readonly kind: 'rollback' | 'cleanup';
  readonly scaleUp: boolean;
};

export async function followUp(request: Request, output: Output, look: Look): Promise<number> {
  const engine = openEngine(existingStateFolder(request.stateFolder));
  try {
    const seen = await engine.look(request.execution);
    const ended = endedRun(request.execution, seen, request.kind);
    if (ended.started.world.kind === 'twin') leaveClouds();
    const run = await prepareFollowUp(ended, request);
    const clock = await clockOf(run.world);
    const prepared = { engine, ended, run, clock };
    const asked = await lookNowOrLater(request, output, prepared, look);
    if (typeof asked === 'number') return asked;
    if (asked !== undefined) {
      const { lines, question } = asked;
      await confirm(lines, { isYes: request.isYes, question }, output);
    }
    const started = await start(request, output, prepared, look);
    if (started === undefined) return EXIT.usage;
    const { id } = started;
    return await driveToEnd({
      engine,
      id,
      run: started.run,
      clock,
      output,
      title: `${run.plan.pipeline.name}  run ${id}`,
      adoptUnmanaged: false,
      recorded: await engine.journal.read(id, 0),
      footer: () => [],
      onEvents: () => undefined,
    });
  } finally {
    await engine.close();
  }
}

/**
 * While another run works on the same rules, what cannot be done now may be possible after it: whoever
 * has said yes waits for that, and is judged then. Undefined says so.
 */
async function lookNowOrLater(
  { isYes, waitMs }: Request,
  output: Output,
  prepared: Prepared,
  look: Look,
): Promise<Question | number | undefined> {
  try {
    return await look(prepared);
  } catch (cause) {
    if (!(cause instanceof Refusal) || waitMs === 0) throw cause;
    const { engine, run } = prepared;
    const behind = await inTheWay(engine.journal, await wantedBy(run));
    if (behind.length === 0) throw cause;
    if (isYes) return undefined;
    throw new Refusal(
      cause.kind,
      `${cause.message} This may be otherwise after ${behindText(behind, output.where)} With --yes it queues behind that, and is judged when its turn has come.`,
      { cause },
    );
  }
}

async function start(
  request: Request,
  output: Output,
  { engine, ended, run, clock }: Prepared,
  look: Look,
): Promise<StartedRun | undefined> {
  const { waitMs } = request;
  if (waitMs === 0) {
    const id = await engine.start(run, currentPerson([]).name, clock, output.where);
    return { id, run };
  }
  const prepare = async (): Promise<PreparedRun> => {
    const fresh = await prepareFollowUp(ended, request);
    await look({ engine, ended, run: fresh, clock });
    return fresh;
  };
  return await startInTurn({ engine, clock, run, prepare, waitMs }, output);
}
