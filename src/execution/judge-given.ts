// Judges the values that a person gives to a step that asks for them before it begins.
import { isJsonObject, type Json, type JsonObject } from '../lib/json.ts';
import type { NodePath, Plan, StepNode } from '../plan/plan.ts';
import type { ExecutionEvent } from './event.ts';
import { evolve, evolveAll } from './evolve.ts';
import { openWaitOf } from './evolve-wait.ts';
import type { SignalVerdict } from './journal.ts';
import { type GivenInputs, type InputsRefusal, judgeInputs } from './judge-inputs.ts';
import { emptyState, type State } from './state.ts';

export interface InputsSignal {
  readonly by: string;
  /** A node path, or the last part of one that only one asking step has; needed only when several ask. */
  readonly step?: string;
  readonly values: GivenInputs;
  readonly at: number;
  readonly comment?: string;
}

export type GivenRefusal =
  | InputsRefusal
  | { readonly code: 'none-asks' }
  | { readonly code: 'not-asking'; readonly asking: readonly NodePath[] }
  | { readonly code: 'expired'; readonly expiredAt: number }
  | { readonly code: 'already-given'; readonly by: string };

/** `objectionOf` says what is wrong with a spec in which the values stand; nothing when it is well. */
export function judgeGiven(
  events: readonly ExecutionEvent[],
  plan: Plan,
  signal: InputsSignal,
  objectionOf: (step: StepNode, spec: JsonObject) => string | undefined,
): SignalVerdict<GivenRefusal> {
  const refused = (refusal: GivenRefusal) => ({ status: 'refused', refusal }) as const;
  const state = evolveAll(emptyState(plan), events);
  const asking = askingSteps(state);
  const meant = asking.filter(({ path }) => isMeant(path, signal.step));
  const [only, ...others] = meant;
  if (only === undefined) return refused(whyNone(events, asking, signal.step));
  if (others.length > 0) return refused({ code: 'not-asking', asking: meant.map(pathOf) });
  const at = Math.max(signal.at, events.at(-1)?.at ?? signal.at);
  if (at >= only.deadlineAt) return refused({ code: 'expired', expiredAt: only.deadlineAt });
  const { step, wait, attempt, path } = only;
  const judged = judgeInputs(step.asks ?? [], signal.values);
  if (judged.status === 'refused') return refused(judged.refusal);
  const { values } = judged;
  const why = objectionOf(step, specWith(step, values));
  if (why !== undefined) {
    const name = Object.keys(signal.values).join(', ');
    return refused({ code: 'wrong-input', name, why });
  }
  const { by, comment } = signal;
  const given = { path, attempt, wait, by, values, ...(comment !== undefined && { comment }) };
  const event: ExecutionEvent = { at, type: 'InputGiven', ...given };
  evolve(state, event);
  return { status: 'accepted', event };
}

interface Asking {
  readonly path: NodePath;
  readonly step: StepNode;
  readonly attempt: number;
  readonly wait: string;
  readonly deadlineAt: number;
}

const pathOf = ({ path }: Asking): NodePath => path;

function askingSteps(state: State): readonly Asking[] {
  if (state.abort !== undefined) return [];
  return [...state.open].flatMap((path) => {
    const known = state.steps.get(path);
    const step = state.index.node(path);
    const wait = known && openWaitOf(known)?.request;
    if (known === undefined || wait?.ends.kind !== 'inputs' || step.kind !== 'step') return [];
    if (known.inputs !== undefined) return [];
    const { attempt, deadlineAt } = known;
    return [{ path, step, attempt, wait: wait.name, deadlineAt }];
  });
}

function isMeant(path: NodePath, step: string | undefined): boolean {
  return step === undefined || path === step || path.endsWith(`/${step}`);
}

function whyNone(
  events: readonly ExecutionEvent[],
  asking: readonly Asking[],
  step: string | undefined,
): GivenRefusal {
  const given = events.findLast(
    (event) => event.type === 'InputGiven' && isMeant(event.path, step),
  );
  if (given?.type === 'InputGiven') return { code: 'already-given', by: given.by };
  if (asking.length === 0) return { code: 'none-asks' };
  return { code: 'not-asking', asking: asking.map(pathOf) };
}

/** The step's spec with the values in the place of what was asked. */
function specWith({ spec, asks = [] }: StepNode, values: GivenInputs): JsonObject {
  const texts = new Map(
    asks.map(({ id, name }) => [`<+executionInput.${id}>`, values[name] ?? '']),
  );
  const fill = (json: Json): Json => {
    if (typeof json === 'string') return texts.get(json) ?? json;
    if (Array.isArray(json)) return json.map(fill);
    if (!isJsonObject(json)) return json;
    return Object.fromEntries(
      Object.entries(json).map(([key, value]) => [key, value === undefined ? value : fill(value)]),
    );
  };
  return fill(spec) as JsonObject;
}
