// What is live before a run: each rule with its target groups, and the groups behind them.
import type { RuleOutlook, StageOutlook, TargetGroupOutlook } from '../../traffic/outlook.ts';
import { weightChanges } from '../../traffic/weight-changes.ts';
import { type Paint, padEnd } from '../ladder/paint.ts';
import { wrap } from '../ladder/wrap.ts';
import { capacityText } from './words.ts';

export function drawNow(
  { rules, groups }: StageOutlook,
  columns: number,
  paint: Paint,
): readonly string[] {
  if (rules.length === 0 && groups.length === 0) return [];
  const labels = Math.max(...rules.map(({ label }) => label.length));
  return [
    '',
    paint.strong('Live now'),
    ...rules.flatMap((rule) => drawRule(rule, labels, columns, paint)),
    ...groups.flatMap(({ role, id, name, capacity, amiId }) =>
      wrap(
        `  group ${name} (${id}), ${role}: ${amiId ?? 'no image'}, ${capacityText(capacity)}`,
        columns,
        4,
      ),
    ),
    ...(groups.some(({ role }) => role === 'in service')
      ? []
      : ['  no group is in service: this is the first deployment']),
    ...drawLadders(rules, labels, columns, paint),
  ];
}

function drawLadders(
  rules: readonly RuleOutlook[],
  labels: number,
  columns: number,
  paint: Paint,
): readonly string[] {
  const written = rules.filter(({ changes }) => changes.length > 0);
  if (written.length === 0) return [];
  return [
    '',
    `${paint.strong('Weights')}  ${paint.faint('from now on, write by write')}`,
    ...written.flatMap(({ label, actions, changes }) => {
      const versions = [actions, ...changes.map(({ after }) => after)];
      const text = `  ${padEnd(label, labels)}  ${weightChanges(...versions)}`;
      return wrap(text, columns, labels + 4);
    }),
  ];
}

function drawRule(
  rule: RuleOutlook,
  labels: number,
  columns: number,
  paint: Paint,
): readonly string[] {
  const { label, loadBalancer, port, isDefault, conditions, lane } = rule;
  const meets = isDefault ? 'default rule' : conditions.join(', ');
  const groups = rule.targetGroups.map(targetGroupText).join(', ');
  const told = lane === null ? ' (not written by this run)' : '';
  const where = `${loadBalancer}:${port ?? '?'} ${meets}${told}`;
  const indent = labels + 4;
  return [
    ...wrap(`  ${padEnd(label, labels)}  ${where}`, columns, indent),
    ...wrap(`${' '.repeat(indent)}${paint.faint(groups)}`, columns, indent),
  ];
}

function targetGroupText(group: TargetGroupOutlook): string {
  const { name, weight, healthy, targets, requestsPerMinute } = group;
  const health = targets === 0 ? 'no targets' : `${healthy} of ${targets} healthy`;
  const rate = requestsPerMinute === null ? '' : `, about ${requestsPerMinute} requests a minute`;
  return `${name} ${weight} (${health}${rate})`;
}
