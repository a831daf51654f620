// What the approver is asked to review: figures per target group, each with its age.
import { formatAge } from '../../lib/duration.ts';
import type { AskedInput } from '../../plan/asked-input.ts';
import type { Aged, ReviewedTargetGroup } from '../../traffic/facts.ts';
import type { GateView, RunView } from '../../view/run-view.ts';
import { type Paint, padEnd, padStart } from './paint.ts';

const NAME = 16;

export function drawGateCard(
  gate: GateView,
  view: RunView,
  paint: Paint,
  columns: number,
): readonly string[] {
  const heads = ['requests', '5xx share', 'p95', 'healthy'];
  const cellColumns = Math.floor((columns - NAME) / heads.length);
  const review = gate.review;
  const watch = [...drawTrouble(gate, view, paint), ...drawAsked(gate.inputs, paint)];
  const [first] = review?.targetGroups ?? [];
  if (review === undefined || first === undefined) return watch;
  const since = `counted since these weights were written, ${formatAge(view.now - first.since)} ago`;
  return [
    ...watch,
    '',
    `${paint.strong(review.rung === null ? 'To review' : `To review before ${review.rung}`)}  ${paint.faint(since)}`,
    paint.faint(' '.repeat(NAME) + heads.map((head) => padStart(head, cellColumns)).join('')),
    ...review.targetGroups.map((group) => drawReviewed(group, view, paint, cellColumns)),
    paint.faint(`step logs  ${review.logFolder}`),
  ];
}

/** Names, what may be given, and what holds when nothing is. */
export function drawAsked(asked: readonly AskedInput[], paint: Paint): readonly string[] {
  if (asked.length === 0) return [];
  return [
    '',
    paint.strong('Asked for'),
    ...asked.map(({ name, isRequired, default: fallback, allowed, regex }) => {
      const which = [
        ...(isRequired && fallback === undefined ? ['required'] : []),
        ...(fallback === undefined ? [] : [`default ${fallback}`]),
        ...(allowed === undefined
          ? []
          : [`${allowed.many ? 'any of' : 'one of'} ${allowed.values.join(', ')}`]),
        ...(regex === undefined ? [] : [`matching ${regex}`]),
      ];
      return `${padEnd(name, NAME)} ${paint.faint(which.join('; '))}`.trimEnd();
    }),
  ];
}

function drawTrouble({ trouble }: GateView, view: RunView, paint: Paint): readonly string[] {
  if (trouble === undefined) return [];
  const since = paint.faint(` (since ${formatAge(view.now - trouble.at)})`);
  return ['', `${paint.red('Not well meanwhile')}  ${trouble.says}${since}`];
}

function drawReviewed(
  group: ReviewedTargetGroup,
  view: RunView,
  paint: Paint,
  columns: number,
): string {
  const mark = group.colour === 'green' ? '◆' : '■';
  const tone = group.colour === 'green' ? paint.green : paint.blue;
  const cell = (aged: Aged<number>, text: (value: number) => string): string => {
    if (aged.value === null) return padStart(paint.faint('–'), columns);
    const age = aged.at === null ? '' : paint.faint(` (${formatAge(view.now - aged.at)})`);
    return padStart(text(aged.value) + age, columns);
  };
  return (
    padEnd(tone(`${mark} ${group.name}`), NAME) +
    cell(group.requests, String) +
    cell(group.share5xx, (share) => `${(share * 100).toFixed(2)} %`) +
    cell(group.p95Ms, (p95Ms) => `${p95Ms} ms`) +
    cell(group.healthyTargets, (healthy) => `${healthy} of ${group.targets}`)
  );
}
