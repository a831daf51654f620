// The way back from each state that a run goes through: what a rollback writes there.
import type { CallOutlook, StageOutlook, WayBackOutlook } from '../../traffic/outlook.ts';
import type { Paint } from '../ladder/paint.ts';
import { wrap } from '../ladder/wrap.ts';
import { drawCalls } from './draw-steps.ts';

export function drawWayBack(
  { steps, rollback, afterwards }: StageOutlook,
  columns: number,
  paint: Paint,
): readonly string[] {
  const states = steps.flatMap(({ wayBack }) => wayBack);
  if (states.length === 0) return [];
  const by = rollback.length === 0 ? 'no rollback steps' : rollback.join(', then ');
  const always = [...resumes(states), ...callsOfAll(states)];
  const isAlways = (call: CallOutlook): boolean =>
    call.call === 'DELETE suspension' || always.some((each) => isSame(each, call));
  return [
    '',
    `${paint.strong('The way back')}  ${paint.faint(by)}`,
    ...states.flatMap(({ state, writes }) => {
      const own = writes.filter((call) => !isAlways(call));
      const only = own.length === 0 ? ': only what is done in any case' : '';
      return [`  from ${state}${only}`, ...drawCalls(own, columns)];
    }),
    '  and in any case',
    ...drawCalls(always, columns),
    ...(afterwards === null ? [] : wrap(`  afterwards: ${afterwards}.`, columns, 4)),
  ];
}

/** Only what a shift has suspended, and so from its state on: said once all the same. */
function resumes(states: readonly WayBackOutlook[]): readonly CallOutlook[] {
  const last = states.at(-1)?.writes ?? [];
  return last
    .filter(({ call }) => call === 'DELETE suspension')
    .map((call) => ({ ...call, words: 'resumed, where a shift has left it suspended' }));
}

/** The calls that are the same from every state. */
function callsOfAll(states: readonly WayBackOutlook[]): readonly CallOutlook[] {
  const [first, ...others] = states;
  return (first?.writes ?? []).filter((call) =>
    others.every(({ writes }) => writes.some((each) => isSame(each, call))),
  );
}

function isSame(one: CallOutlook, other: CallOutlook): boolean {
  return one.call === other.call && one.on === other.on && one.words === other.words;
}
