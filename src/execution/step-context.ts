// What the code of a running step can use, tied to one attempt.
import type { Json } from '../lib/json.ts';
import type { AttemptRequest } from './attempt-request.ts';
import { runEffect } from './effects.ts';
import { createHiddenValues, type HiddenValues } from './hidden-values.ts';
import { withinLimit } from './script-limit.ts';
import type { EffectState, State } from './state.ts';
import { AwaitsChoice, AwaitsEnd, type Effect, type StepContext } from './step.ts';

export interface OpenEffects {
  /** Whether intents of an earlier process wait to be settled. */
  hasEarlierOpen(): boolean;
  onEarlierSettled(then: () => void): void;
  /** Resolves when no effect of this process is under way any more. */
  settle(): Promise<void>;
}

export interface AttemptContext {
  readonly context: StepContext;
  readonly effects: OpenEffects;
  /** What is kept out of the log, and must be out of what is recorded for people. */
  readonly hidden: HiddenValues;
}

export function createStepContext(
  request: AttemptRequest,
  cancelled: AbortSignal,
  letGo: AbortSignal,
): AttemptContext {
  const { execution, run, clock, scripts, logs } = request;
  const { path } = run.step;
  const { attempt, deadlineAt } = run;
  const hidden = createHiddenValues();
  const facts = recordFacts(request);
  const effects = trackEffects(request, cancelled, letGo);
  const state = request.state();
  const log = (line: string): void => {
    logs.write(execution, path, attempt, hidden.mask(line));
  };
  const context: StepContext = {
    execution,
    path,
    attempt,
    stage: state.index.stageOf(path),
    startedBy: state.started?.startedBy ?? '',
    startedAt: state.steps.get(path)?.startedAt ?? clock.now(),
    isTakenOver: request.isTakenOver,
    deadlineAt,
    signal: cancelled,
    clock,
    effect: effects.run,
    fact: facts.record,
    facts: (name) => [...(request.state().facts.get(name) ?? [])],
    choice: async (choice) => {
      const made = request.state().steps.get(path)?.choices.get(choice.name)?.made;
      if (made === undefined) throw new AwaitsChoice(choice);
      return made.option;
    },
    wait: async (wait) => {
      const known = request.state().steps.get(path)?.waits.get(wait.name);
      if (known?.endedAt === undefined) throw new AwaitsEnd(wait);
    },
    mask: hidden.mask,
    seal: (value) => {
      hidden.add([value]);
      const sealed = request.secrets.seal?.(value);
      if (sealed === undefined) throw new Error('whoever drives this run has no key to seal with');
      return { sealedSecret: sealed };
    },
    script: (script) => {
      const key = `${execution}:${path}#${attempt}${script.name === undefined ? '' : `/${script.name}`}`;
      const run = (signal: AbortSignal) => scripts.run(key, script, log, signal);
      return withinLimit(run, script.limitMs, clock, cancelled);
    },
    log,
    logFolder: logs.folder(execution),
  };
  return { context, effects, hidden };
}

function recordFacts(request: AttemptRequest): { record: StepContext['fact'] } {
  const { path } = request.run.step;
  const { attempt } = request.run;
  const recorded = new Map<string, Promise<Json>>();
  const first = async (name: string, key: string, value: Json): Promise<Json> => {
    const known = knownFact(request.state(), path, attempt, name, key);
    if (known !== undefined) return known.value;
    const base = { path, attempt, name, key, value };
    await request.record({ at: request.clock.now(), type: 'FactRecorded', ...base });
    return value;
  };
  const record = (name: string, key: string, value: Json): Promise<Json> => {
    const identity = JSON.stringify([name, key]);
    const answer = recorded.get(identity) ?? first(name, key, value);
    recorded.set(identity, answer);
    return answer;
  };
  return { record };
}

function knownFact(
  state: State,
  path: string,
  attempt: number,
  name: string,
  key: string,
): { readonly value: Json } | undefined {
  const facts = state.facts.get(name) ?? [];
  return facts.find((fact) => fact.path === path && fact.attempt === attempt && fact.key === key);
}

function trackEffects(
  request: AttemptRequest,
  cancelled: AbortSignal,
  letGo: AbortSignal,
): OpenEffects & { run: StepContext['effect'] } {
  const { path } = request.run.step;
  const { attempt } = request.run;
  const underWay = new Set<Promise<unknown>>();
  let whenSettled: (() => void) | undefined;
  const effectsNow = () => request.state().steps.get(path)?.effects ?? new Map();
  const earlier = new Set<string>();
  for (const [name, { confirmed }] of effectsNow()) if (confirmed === undefined) earlier.add(name);

  const run = <Result extends Json>(given: Effect<Result>): Promise<Result> => {
    const { clock, claimedAt, record, hold } = request;
    const effect = unlessAssumed(given, effectsNow());
    const isDoubtful = effect !== given;
    const known = effectsNow().get(effect.name);
    const base = { effect, isDoubtful, path, attempt, clock, claimedAt, cancelled, letGo, known };
    const working = runEffect({ ...base, record, hold });
    underWay.add(working);
    const end = (): void => {
      underWay.delete(working);
      const confirmed = effectsNow().get(effect.name)?.confirmed;
      if (confirmed !== undefined && earlier.delete(effect.name) && earlier.size === 0) {
        whenSettled?.();
      }
    };
    working.then(end, end);
    return working;
  };
  const settle = async (): Promise<void> => {
    while (underWay.size > 0) await Promise.allSettled(underWay);
  };
  return {
    run,
    hasEarlierOpen: () => earlier.size > 0,
    onEarlierSettled: (then) => {
      whenSettled = then;
    },
    settle,
  };
}

/**
 * An attempt that left for a person's choice while an earlier process's intent was open goes on without
 * knowing what became of that: under a name of its own it is looked for before it is done again.
 */
function unlessAssumed<Result extends Json>(
  effect: Effect<Result>,
  effects: ReadonlyMap<string, EffectState>,
): Effect<Result> {
  if (effects.get(effect.name)?.confirmed?.via !== 'assumed') return effect;
  return unlessAssumed({ ...effect, name: `${effect.name} (looked for again)` }, effects);
}
