// What views show of a run: statuses by Harness's names, times, labels and reasons.
import { expect, test } from 'vitest';
import { failed, table } from '../../tests/decision-table.ts';
import { matrix, planOf, retry, STAGE_ROLLBACK, stage, step } from '../../tests/plan-builder.ts';
import { type NodeSummary, summarise } from './summary.ts';

function flat(node: NodeSummary): string[] {
  const label = node.label === undefined ? '' : ` (${node.label})`;
  return [`${node.path}${label}: ${node.status}`, ...node.children.flatMap(flat)];
}

test('every node of the plan is shown with its status', () => {
  const failures = retry(1, 1_000);
  const plan = planOf([
    stage('s', [step('a'), matrix('m', 2, () => step('x', { failures }))], [step('r')]),
  ]);
  const game = table(plan);
  game.end('s/steps/a', 5);
  game.end('s/steps/m[0]', 7, failed);
  const summary = summarise(plan, game.events);
  expect(flat(summary.pipeline)).toEqual([
    ': Running',
    's: Running',
    's/steps: Running',
    's/steps/a: Success',
    's/steps/m: Running',
    's/steps/m[0] (n=0): TimedWaiting',
    's/steps/m[1] (n=1): NotStarted',
    's/rollback: NotStarted',
    's/rollback/r: NotStarted',
  ]);
  const [first] = summary.pipeline.children[0]?.children[0]?.children ?? [];
  expect(first).toMatchObject({ startedAt: 0, endedAt: 5, attempt: 1 });
});

test('the end of a run, its cause and its times are shown', () => {
  const plan = planOf([stage('s', [step('a', { failures: STAGE_ROLLBACK })], [step('r')])]);
  const game = table(plan);
  game.end('s/steps/a', 5, failed);
  game.end('s/rollback/r', 9);
  const expected = { status: 'Failed', end: 'Failed', cause: 'failed', startedAt: 0, endedAt: 9 };
  expect(summarise(plan, game.events)).toMatchObject(expected);
});
