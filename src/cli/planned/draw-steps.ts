// The steps of a stage in their order, with every write, gate, proof and script.
import { formatDuration } from '../../lib/duration.ts';
import type {
  CallOutlook,
  GateOutlook,
  RungOutlook,
  StageOutlook,
  StepOutlook,
} from '../../traffic/outlook.ts';
import { type Paint, padEnd, padStart } from '../ladder/paint.ts';
import { wrap } from '../ladder/wrap.ts';
import { count } from './words.ts';

const INDENT = 6;
const CALL = 23;

export function drawSteps(
  { steps }: StageOutlook,
  columns: number,
  paint: Paint,
): readonly string[] {
  const told = new Set<string>();
  return [
    '',
    `${paint.strong('Steps')}  ${paint.faint('with every write; reads are not listed')}`,
    ...steps.flatMap((step, index) => drawStep(step, index + 1, columns, paint, told)),
  ];
}

function drawStep(
  step: StepOutlook,
  place: number,
  columns: number,
  paint: Paint,
  told: Set<string>,
): readonly string[] {
  const { name, label, template, timeoutMs, when } = step;
  const of = label === null ? '' : `, ${label}`;
  const from = template === null ? '' : `; from template ${template}`;
  const only = when === null ? '' : `; runs ${when}`;
  const head = `${padStart(String(place), 3)}  ${paint.strong(name + of)}  ${paint.faint(`timeout ${formatDuration(timeoutMs)}${only}${from}`)}`;
  const inner = (text: string): readonly string[] =>
    wrap(`${' '.repeat(INDENT)}${text}`, columns, INDENT + 2);
  const settled = step.writes.findLastIndex(({ cloud }) => cloud === 'AWS') + 1;
  return [
    head,
    ...(step.gate === null ? [] : gateTexts(step.gate).flatMap(inner)),
    ...(step.script === null ? [] : inner(scriptText(step.script))),
    ...drawCalls(step.writes.slice(0, settled), columns),
    ...step.rungs.flatMap((rung) => inner(rungText(rung, told))),
    ...drawCalls(step.writes.slice(settled), columns),
    ...step.notes.flatMap((note) => inner(note)),
  ];
}

/** Equal writes on several things are one line. */
export function drawCalls(calls: readonly CallOutlook[], columns: number): readonly string[] {
  const lines = new Map<string, CallOutlook>();
  for (const call of calls) {
    const key = call.cloud === 'AWS' ? JSON.stringify(call) : `${call.call} ${call.words}`;
    const known = lines.get(key);
    lines.set(key, known === undefined ? call : { ...call, on: `${known.on} and ${call.on}` });
  }
  return [...lines.values()].flatMap((call) => drawCall(call, columns));
}

/** One write: the cloud and its call, what it is on, and the values. */
function drawCall({ cloud, call, on, words }: CallOutlook, columns: number): readonly string[] {
  const head = `${' '.repeat(INDENT)}${padEnd(`${padEnd(cloud, 4)} ${call}`, CALL)}`;
  return wrap(`${head}${on}: ${words}`, columns, INDENT + CALL);
}

/** A reason is told once. */
function rungText(rung: RungOutlook, told: Set<string>): string {
  const { label, set, settleMs, proof, bakeMs } = rung;
  const reason = told.has(rung.reason) ? '' : `: ${rung.reason}`;
  told.add(rung.reason);
  const bake = bakeMs === null ? '' : `; green is watched for ${formatDuration(bakeMs)}`;
  const how = proof === 'settled' ? 'counts as settled' : `proof by ${proof}`;
  return `${label} ${set} % stands ${formatDuration(settleMs)}, then ${how}${reason}${bake}`;
}

function gateTexts(gate: GateOutlook): readonly string[] {
  const { message, userGroups, minimumCount, isExecutorAllowed, disallowed, rung } = gate;
  const who = `${minimumCount} of ${userGroups.join(', ')}`;
  const not = [...(isExecutorAllowed ? [] : ['whoever started the run']), ...disallowed];
  const except = not.length === 0 ? '' : `, but not ${not.join(', ')}`;
  const opens = rung === null ? '' : `; opens the way to ${rung}`;
  return [`waits for ${who}${except}${opens}`, ...(message === '' ? [] : [`"${message}"`])];
}

/** The first line tells enough; all of it is in the pipeline. */
function scriptText(script: string): string {
  const lines = script.trim().split('\n');
  const more = lines.length === 1 ? '' : ` (and ${count(lines.length - 1, 'more line')})`;
  return `runs on this machine: ${lines[0] ?? ''}${more}`;
}
