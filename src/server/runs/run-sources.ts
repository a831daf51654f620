// The folds of runs that somebody looks at, kept in memory and grown by what is new in the journal.
import type { Journal } from '../../execution/journal.ts';
import type { Plan } from '../../plan/plan.ts';
import type { KnownRuns } from './known-runs.ts';
import { extendSource, newSource, type RunSource } from './run-source.ts';

export interface RunSources {
  /** As the journal is now, or a moment later.. */
  of(run: string): Promise<RunSource>;
}

/** Of so many events in all the folds are kept; whoever looks at more pays by reading again. */
const EVENTS_MOST = 100_000;
const PLANS_MOST = 100;

export function createRunSources(
  journal: Pick<Journal, 'row' | 'plan' | 'read'>,
  known: KnownRuns,
): RunSources {
  const kept = new Map<string, RunSource>();
  const growing = new Map<string, Promise<RunSource>>();
  const plans = new Map<string, Promise<Plan>>();
  let events = 0;

  const planOf = (hash: string): Promise<Plan> => {
    const plan = plans.get(hash) ?? journal.plan(hash);
    plans.delete(hash);
    plans.set(hash, plan);
    plan.catch(() => plans.delete(hash));
    dropOldest(plans, (all) => all.size > PLANS_MOST);
    return plan;
  };
  const read = async (run: string): Promise<RunSource> => {
    const row = await journal.row(run);
    const project = (await known.of(run))?.project?.id;
    if (row === undefined || project === undefined) throw new Error(`there is no run ${run} here`);
    const plan = await planOf(row.planHash);
    const all = await journal.read(run, 0);
    return newSource({ project, run, planHash: row.planHash, plan, events: all });
  };
  const grow = async (run: string): Promise<RunSource> => {
    const before = kept.get(run);
    kept.delete(run);
    if (before === undefined) {
      const source = await read(run);
      events += source.events.length;
      kept.set(run, source);
    } else {
      const { length } = before.events;
      events -= length;
      // A fold that broke in the middle is not put back.
      extendSource(before, await journal.read(run, length));
      events += before.events.length;
      kept.set(run, before);
    }
    dropOldest(
      kept,
      (all) => events > EVENTS_MOST && all.size > 1,
      (dropped) => {
        events -= dropped.events.length;
      },
    );
    return kept.get(run) ?? (await read(run));
  };
  return {
    of(run) {
      // Whoever asks while it is being read may get what was true when that began: so the next one reads again.
      const turn = (growing.get(run) ?? Promise.resolve())
        .catch(() => undefined)
        .then(() => grow(run));
      growing.set(run, turn);
      turn
        .catch(() => undefined)
        .finally(() => {
          if (growing.get(run) === turn) growing.delete(run);
        });
      return turn;
    },
  };
}

function dropOldest<Value>(
  all: Map<string, Value>,
  isTooMuch: (all: ReadonlyMap<string, Value>) => boolean,
  onDropped: (value: Value) => void = () => undefined,
): void {
  for (const [key, value] of all) {
    if (!isTooMuch(all)) return;
    all.delete(key);
    onDropped(value);
  }
}
