// What goes wrong in a case: one thing at one moment, in the clouds, in a script, in green itself or by a person's word.
import { CloudError } from '../../src/cloud/cloud-error.ts';
import { lostAnswer } from '../../src/cloud/network-failure.ts';
import type { ExecutionEvent } from '../../src/execution/event.ts';
import type { Scripts } from '../../src/execution/step.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { sleep } from '../../src/lib/clock.ts';
import { FACT, type Rung } from '../../src/traffic/facts.ts';
import { eventFits } from '../scenarios/event-pattern.ts';
import type { Around } from './named-calls.ts';

export interface Trouble {
  readonly scripts?: Readonly<Record<string, 'fails' | 'hangs'>>;
  readonly gate?: { readonly gate: string; readonly does: 'reject' | 'nobody' | 'abort' };
  /** Green falls ill, or the run is aborted, some time after a moment (see event-pattern.ts). */
  readonly sickAt?: string;
  readonly abortAt?: string;
  readonly calls?: readonly CallTrouble[];
}

export interface CallTrouble {
  /** Identifiers of steps; the rung, once a shift writes one. */
  readonly during: readonly string[];
  readonly call: string;
  /**
   * refused: a definite no. lost: it takes effect, but its answer is lost. silent: the same, and from
   * then on no call of the step is answered in time. aborted: the run is aborted before the answer comes.
   */
  readonly does: 'refused' | 'lost' | 'silent' | 'aborted';
  readonly times: 'once' | 'for good';
}

export interface Troublemaker {
  readonly around: Around;
  readonly scripts: Scripts;
  onEvent(event: ExecutionEvent): void;
  /** The calls that each step has made, by `during`. */
  readonly calls: ReadonlyMap<string, ReadonlySet<string>>;
  /** How often a call or script met trouble. */
  count(): number;
}

export interface Means {
  readonly clock: Clock;
  abort(): Promise<void>;
  makeGreenSick(): void;
  onDefect(error: unknown): void;
}

/** Longer than the engine takes to see it. */
const ABORT_SEEN_MS = 6_000;
const AFTER_MS = 10_000;
const CLIENT_TIMEOUT_MS = 30_000;

export function createTrouble(trouble: Trouble, means: Means): Troublemaker {
  const { clock, abort, onDefect } = means;
  const calls = new Map<string, Set<string>>();
  const used = new Set<CallTrouble>();
  let during = '';
  let isSilent = false;
  let count = 0;

  const around: Around = async (call, act) => {
    const { name } = call;
    calls.set(during, (calls.get(during) ?? new Set()).add(name));
    if (isSilent) {
      await sleep(clock, CLIENT_TIMEOUT_MS);
      throw lostAnswer(call, 'TimeoutError', 'no answer in time');
    }
    const met = trouble.calls?.find(
      (each) =>
        each.during.includes(during) &&
        each.call === name &&
        (each.times === 'for good' || !used.has(each)),
    );
    if (met === undefined) return act();
    used.add(met);
    count += 1;
    if (met.does === 'refused') {
      throw new CloudError('denied', 'AccessDenied', `not authorized to ${name}`);
    }
    isSilent = met.does === 'silent';
    const answer = await act();
    if (met.does === 'aborted') {
      await abort();
      await sleep(clock, ABORT_SEEN_MS);
      return answer;
    }
    if (isSilent) await sleep(clock, CLIENT_TIMEOUT_MS);
    throw lostAnswer(call, 'ECONNRESET', 'the connection broke');
  };

  return {
    around,
    calls,
    count: () => count,
    scripts: {
      run: async (_key, _request, _log, signal) => {
        const does = trouble.scripts?.[during];
        if (does !== undefined) count += 1;
        if (does === 'hangs') {
          await sleep(clock, 86_400_000, signal);
        }
        return { status: 'exited', exitCode: does === 'fails' ? 1 : 0, outputs: {} };
      },
    },
    onEvent(event) {
      during = duringOf(event) ?? during;
      if (event.type === 'AttemptFinished') isSilent = false;
      if (trouble.sickAt !== undefined && eventFits(trouble.sickAt, event)) {
        count += 1;
        means.makeGreenSick();
      }
      if (trouble.abortAt === undefined || !eventFits(trouble.abortAt, event)) return;
      clock.after(AFTER_MS, () => {
        count += 1;
        abort().catch(onDefect);
      });
    },
  };
}

/** The step that has just begun, or the rung that it now writes. */
function duringOf(event: ExecutionEvent): string | undefined {
  if (event.type === 'AttemptStarted') {
    return event.path.slice(event.path.lastIndexOf('/') + 1).replace(/\[\d+\]$/, '');
  }
  if (event.type !== 'FactRecorded' || event.name !== FACT.rung) return undefined;
  const { rung, state } = event.value as unknown as Rung;
  return state === 'writing' ? rung : undefined;
}
