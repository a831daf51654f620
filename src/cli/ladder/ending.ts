// The last screen of a run: what happened, where traffic stands, what is left, what comes next.
import type { Restored, Rung } from '../../traffic/facts.ts';
import type { RunView } from '../../view/run-view.ts';
import { sentence } from '../../view/sentence.ts';
import { splitBar } from './bar.ts';
import { clockTime } from './lane.ts';
import { type Paint, padEnd } from './paint.ts';

export interface Ending {
  readonly execution: string;
  readonly view: RunView;
  /** Further lines of the table, such as the counts of a client. */
  readonly more: readonly (readonly [string, string])[];
  readonly columns: number;
  /** What follows the name of a command that looks at this run. */
  readonly where: string;
}

export function drawEnding(ending: Ending, paint: Paint): readonly string[] {
  const { execution, view, more, columns, where } = ending;
  const share = view.greenShare?.percent ?? 0;
  const rows: (readonly [string, string])[] = [
    ...whatHappened(view, paint),
    ...proofs(view),
    ...view.restored.map((each): [string, string] => [`back: ${each.label}`, restoredText(each)]),
    ...more,
    ...locks(ending),
    ['time', clockTime(view.now - view.startedAt)],
    ['journal', `penstock status ${execution}${where}`],
    ['step logs', `penstock logs ${execution}${where}`],
  ];
  return [
    '',
    headline(view, paint),
    '',
    splitBar(view.end === 'RolledBack' ? 0 : share, columns, paint),
    '',
    ...rows.map(([label, text]) => `${padEnd(label, 16)}${text}`),
    ...view.leftovers.flatMap((left) => [
      '',
      paint.red(`left over: ${left.what}`),
      `  ${left.why}`,
      ...left.commands.map((command) => `  ${paint.strong(command)}`),
    ]),
    ...onTwin(view, paint),
  ];
}

function onTwin({ world, leftovers }: RunView, paint: Paint): readonly string[] {
  const isCommanded = leftovers.some(({ commands }) => commands.length > 0);
  if (world !== 'twin' || !isCommanded) return [];
  return [
    '',
    paint.faint(
      'This was a rehearsal: the commands need the exports that the twin printed at its start.',
    ),
  ];
}

/** A Dirty run keeps others off what it left over. */
function locks({ execution, view, where }: Ending): readonly (readonly [string, string])[] {
  if (view.end !== 'Dirty' || view.resolved !== undefined) return [];
  return [['locks', `kept until "penstock resolve ${execution}${where}"`]];
}

function headline(view: RunView, paint: Paint): string {
  const mark = view.end === 'Success' ? '✓ ' : view.end === 'RolledBack' ? '↩ ' : '✗ ';
  return paint.strong(mark + sentence(view));
}

function whatHappened(view: RunView, paint: Paint): readonly (readonly [string, string])[] {
  if (view.failure === undefined) return [];
  return [['what happened', paint.red(`${view.failure.name}: ${view.failure.message}`)]];
}

function proofs(view: RunView): readonly (readonly [string, string])[] {
  const proven = view.lanes
    .flatMap((lane) => lane.rungs.flatMap((rung) => rung.rows))
    .map((row) => row.rung)
    .filter((rung): rung is Rung => rung?.state === 'proven');
  if (proven.length === 0) return [];
  const kinds = new Map<string, number>();
  for (const rung of proven) {
    const kind = rung.proof ?? 'settled';
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const counted = [...kinds].map(([kind, count]) => `${count} by ${kind}`).join(', ');
  return [['rule writes', `${proven.length} proven: ${counted}`]];
}

function restoredText(restored: Restored): string {
  const hashes = `${restored.beforeHash.slice(0, 8)} ${restored.beforeHash === restored.afterHash ? '=' : '≠'} ${restored.afterHash.slice(0, 8)}`;
  return restored.reason === null
    ? `${restored.outcome}, ${hashes}`
    : `${restored.outcome}, ${hashes}: ${restored.reason}`;
}
