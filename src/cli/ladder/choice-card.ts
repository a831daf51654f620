// What a person is asked to choose: the question, what differs, and what each key does.
import type { ChoiceView } from '../../view/run-view.ts';
import { type Paint, padEnd } from './paint.ts';
import { wrap } from './wrap.ts';

const INDENT = 4;

export function drawChoiceCard(
  choice: ChoiceView,
  paint: Paint,
  columns: number,
): readonly string[] {
  const { question, differences, options } = choice;
  const idColumns = Math.max(...options.map(({ id }) => id.length)) + INDENT + 2;
  return [
    '',
    ...wrap(`${paint.amber('To choose')}  ${question}`, columns, 11),
    ...differences.flatMap(({ what, left, found }) => [
      paint.faint(`  ${what}`),
      ...wrap(`  - ${left}`, columns, INDENT).map(paint.red),
      ...wrap(`  + ${found}`, columns, INDENT).map(paint.green),
    ]),
    ...options.flatMap(({ id, label, consequence }, index) =>
      wrap(
        `${padEnd(`[${index + 1}] ${paint.strong(id)}`, idColumns)}${label}: ${consequence}`,
        columns,
        idColumns,
      ),
    ),
  ];
}
