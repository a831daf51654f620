// What an approver is shown, and what scripts hand on.
import { expect, test } from 'vitest';
import { harness } from '../../tests/drive-harness.ts';
import { planOf, stage, step } from '../../tests/plan-builder.ts';
import { approve, bench, setUp, shiftProd } from '../../tests/step-bench.ts';
import { BLUE, GREEN } from '../../tests/twin-world.ts';
import type { ScriptResult, Scripts } from '../execution/step.ts';
import type { Review } from '../traffic/facts.ts';
import { DEFAULT_POLICY } from '../traffic/policy.ts';
import { createSteps } from './create-steps.ts';

test('an approver sees both target groups under the present weights, with the age of each number', async () => {
  const game = bench({ steps: [setUp(), shiftProd(50), approve(), shiftProd(100)] });
  await game.runUntilGate();
  const opened = (await game.events()).find((event) => event.type === 'ApprovalOpened');
  expect(opened?.approval).toMatchObject({ userGroups: ['ops'], minimumCount: 1 });
  const review = opened?.approval.review;
  expect(review).toMatchObject({
    rung: 'prod-100',
    logFolder: '/logs/1',
    targetGroups: [
      { colour: 'green', targetGroupArn: GREEN, name: 'green', healthyTargets: { value: 2 } },
      { colour: 'blue', targetGroupArn: BLUE, name: 'blue', healthyTargets: { value: 2 } },
    ],
  });
  const { targetGroups } = review as unknown as Review;
  for (const { requests, share5xx, p95Ms } of targetGroups) {
    expect(requests.value).toBeGreaterThan(100);
    expect(requests.at).not.toBeNull();
    expect(share5xx.value).toBe(0);
    expect(p95Ms.value).toBeGreaterThan(0);
  }
});

test('an approval in a stage that deploys nothing shows nothing', async () => {
  const game = bench({ steps: [approve()] });
  await game.runUntilGate();
  const opened = (await game.events()).find((event) => event.type === 'ApprovalOpened');
  expect(opened?.approval.review).toEqual({ rung: null, targetGroups: [], logFolder: '/logs/1' });
});

const script = step('run', {
  type: 'ShellScript',
  spec: {
    shell: 'Bash',
    source: { type: 'Inline', spec: { script: 'true' } },
    outputVariables: [{ name: 'change', type: 'String', value: 'shell_change' }],
  },
});

async function outcomeOf(result: ScriptResult) {
  const scripts: Scripts = { run: async () => result };
  const game = await harness(planOf([stage('s', [script])]), async () => ({ status: 'succeeded' }));
  const clouds = {
    loadBalancers: () => expect.fail('no cloud is needed'),
    metrics: () => expect.fail('no cloud is needed'),
    elastigroups: () => expect.fail('no cloud is needed'),
  };
  const steps = createSteps({ clouds, policy: () => DEFAULT_POLICY, hash: (text) => text });
  await game.drive({ scripts, steps });
  const finished = (await game.events()).find((event) => event.type === 'AttemptFinished');
  return finished?.type === 'AttemptFinished' ? finished.result : undefined;
}

test('outputs of a script come under the names that expressions use', async () => {
  const outputs = { shell_change: 'expand-only' };
  expect(await outcomeOf({ status: 'exited', exitCode: 0, outputs })).toMatchObject({
    status: 'succeeded',
    output: { outputVariables: { change: 'expand-only' } },
  });
});

test.each([
  ['an exit code', { status: 'exited', exitCode: 7, outputs: {} }, /exit code 7/],
  ['a lost end', { status: 'lost' }, /How the script ended is not known/],
] as const)('%s fails the step', async (_what, result, reason) => {
  expect(await outcomeOf(result)).toMatchObject({
    status: 'failed',
    failure: { type: 'Unknown', message: expect.stringMatching(reason) },
  });
});

test('a gate opens without the figures that a cloud does not give', async () => {
  const game = bench({ steps: [setUp(), shiftProd(50), approve(), shiftProd(100)] });
  const down = { httpStatus: 503, code: 'DOWN', times: 100_000 } as const;
  game.twin.inject({ kind: 'error', service: 'cloudwatch', operation: '*', ...down });
  await game.runUntilGate();
  const events = await game.events();
  const opened = events.find(({ type }) => type === 'ApprovalOpened');
  const asked = events.findLast(({ type }) => type === 'AttemptStarted');
  expect((opened?.at ?? 0) - (asked?.at ?? 0)).toBeLessThanOrEqual(60_000);
});
