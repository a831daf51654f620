// The outlook as rows: of each step its gate, script, writes and proofs, in the order in which they come.
import type {
  Outlook,
  OutlookAction,
  OutlookCall,
  OutlookGate,
  OutlookRule,
  OutlookRung,
  OutlookStage,
  OutlookStep,
} from '../../../../src/api/schemas/outlook.ts';
import { durationText } from '../../parts/time.ts';
import { movesTraffic } from './plan-words.ts';

export type RowKind = 'gate' | 'run' | 'write' | 'proof' | 'bake' | 'note';

export interface PlanRow {
  /** Counted through the whole plan; of several equal calls the first's. */
  readonly number: number;
  /** The same call, once on each of several things. */
  readonly times: number;
  readonly kind: RowKind;
  readonly call: string;
  readonly on: string;
  readonly what: string;
  readonly takes: string;
  /** Of a write that moves traffic: green's share before and after. */
  readonly share: { readonly from: number; readonly to: number } | null;
  readonly isTraffic: boolean;
}

export interface PlanSection {
  readonly key: string;
  readonly title: string;
  readonly says: string;
  readonly rows: readonly PlanRow[];
}

type Unnumbered = Omit<PlanRow, 'number'>;

const PLAIN = {
  times: 1,
  call: '',
  on: '',
  what: '',
  takes: '',
  share: null,
  isTraffic: false,
} as const;

export function planSections({ stages }: Outlook): readonly PlanSection[] {
  let next = 1;
  return stages.flatMap((stage) =>
    stage.steps.map((step) => ({
      key: step.path,
      title: `${stages.length > 1 ? `${stage.name}: ` : ''}${stepTitle(step)}`,
      says: stepSays(step),
      rows: together(rowsOf(step, stage)).map((row) => {
        const number = next;
        next += row.times;
        return { ...row, number };
      }),
    })),
  );
}

/** The same call on several things, one after the other, is one row. */
function together(rows: readonly Unnumbered[]): readonly Unnumbered[] {
  const merged: Unnumbered[] = [];
  for (const row of rows) {
    const last = merged.at(-1);
    const isSame =
      last !== undefined &&
      row.kind === 'write' &&
      !row.isTraffic &&
      last.call === row.call &&
      last.what === row.what;
    if (!isSame) merged.push(row);
    else merged.splice(-1, 1, { ...last, on: `${last.on} and ${row.on}`, times: last.times + 1 });
  }
  return merged;
}

function stepTitle({ name, label }: OutlookStep): string {
  return label === null ? name : `${name}, ${label}`;
}

function stepSays({ type, when, template, leastMs, timeoutMs }: OutlookStep): string {
  return [
    type,
    when === null ? '' : `runs ${when}`,
    template === null ? '' : `from template ${template}`,
    leastMs > 0
      ? `${durationText(leastMs)} to ${durationText(timeoutMs)}`
      : `at most ${durationText(timeoutMs)}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** Writes to the load balancer come before their proofs, what Spot is told after them comes last. */
function rowsOf(step: OutlookStep, stage: OutlookStage): readonly Unnumbered[] {
  const { gate, script, writes, rungs, notes } = step;
  const settled = writes.findLastIndex(({ cloud }) => cloud === 'AWS') + 1;
  const writeRow = (call: OutlookCall) => rowOfWrite(call, step, stage);
  return [
    ...(gate === null ? [] : [rowOfGate(gate)]),
    ...(script === null ? [] : [rowOfScript(script, step)]),
    ...writes.slice(0, settled).map(writeRow),
    ...rungs.flatMap(rowsOfRung),
    ...writes.slice(settled).map(writeRow),
    ...notes.map((what): Unnumbered => ({ ...PLAIN, kind: 'note', what })),
  ];
}

function rowOfGate(gate: OutlookGate): Unnumbered {
  const { message, minimumCount, userGroups, isExecutorAllowed, disallowed, rung } = gate;
  const not = [...(isExecutorAllowed ? [] : ['whoever starts the run']), ...disallowed];
  return {
    ...PLAIN,
    kind: 'gate',
    call: 'approval',
    on: `${minimumCount} of ${userGroups.map(groupWords).join(', ')}`,
    what: [
      rung === null ? '' : `opens the way to ${rung}`,
      not.length === 0 ? '' : `not ${not.join(', ')}`,
      message === '' ? '' : `“${message}”`,
    ]
      .filter((part) => part !== '')
      .join('; '),
    takes: 'people',
  };
}

/** Harness's built-in groups in words. */
export function groupWords(group: string): string {
  return group.endsWith('_all_users') ? 'everybody' : group;
}

function rowOfScript(script: string, { timeoutMs }: OutlookStep): Unnumbered {
  const lines = script.trim().split('\n');
  const more = lines.length === 1 ? '' : `, ${lines.length} lines`;
  return {
    ...PLAIN,
    kind: 'run',
    call: 'script',
    on: 'this machine',
    what: `${lines[0] ?? ''}${more}`,
    takes: `≤ ${durationText(timeoutMs)}`,
  };
}

function rowOfWrite(call: OutlookCall, step: OutlookStep, stage: OutlookStage): Unnumbered {
  const rule = stage.rules.find(({ label }) => label === call.on);
  const change = rule?.changes.find((each) => each.step === step.path);
  const isTraffic = movesTraffic(call);
  const share =
    isTraffic && rule !== undefined && change !== undefined
      ? { from: greenShare(rule, change.before), to: greenShare(rule, change.after) }
      : null;
  const { call: name, on, words, cloud } = call;
  const said = `${cloud} ${name}`;
  return { ...PLAIN, kind: 'write', call: said, on, what: words, share, isTraffic };
}

function rowsOfRung(rung: OutlookRung): readonly Unnumbered[] {
  const { label, set, settleMs, proof, reason, bakeMs, isThin } = rung;
  const how = proof === 'settled' ? 'counts as settled' : `proof by ${proof}`;
  const row: Unnumbered = {
    ...PLAIN,
    kind: 'proof',
    call: how,
    on: label,
    what: `${set} % stands, then is proved: ${reason}${isThin ? '; traffic is thin' : ''}`,
    takes: `≥ ${durationText(settleMs)}`,
  };
  if (bakeMs === null) return [row];
  const bake: Unnumbered = {
    ...PLAIN,
    kind: 'bake',
    call: 'bake',
    on: label,
    what: 'green is watched; a failed check takes everything back',
    takes: durationText(bakeMs),
  };
  return [row, bake];
}

/** Green are the target groups that have no weight at first and get some. */
function greenShare(rule: OutlookRule, actions: readonly OutlookAction[]): number {
  const before = weightsOf(rule.actions);
  const wanted = rule.changes.flatMap(({ after }) => [...weightsOf(after)]);
  const green = new Set(
    wanted
      .filter(([arn, weight]) => weight > 0 && (before.get(arn) ?? 0) === 0)
      .map(([arn]) => arn),
  );
  const weights = [...weightsOf(actions)];
  const sum = weights.reduce((total, [, weight]) => total + weight, 0);
  const own = weights.reduce((total, [arn, weight]) => total + (green.has(arn) ? weight : 0), 0);
  return sum === 0 ? 0 : (own / sum) * 100;
}

export function weightsOf(actions: readonly OutlookAction[]): ReadonlyMap<string, number> {
  return new Map(
    actions.flatMap(({ ForwardConfig }) =>
      (ForwardConfig?.TargetGroups ?? []).map(
        ({ TargetGroupArn, Weight = 0 }) => [TargetGroupArn, Weight] as const,
      ),
    ),
  );
}
