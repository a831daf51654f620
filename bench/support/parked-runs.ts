// Many runs that each stand at the same gate, parked by the real runner.
import type { StepDefinition } from '../../src/execution/step.ts';
import { assert } from '../../src/lib/assert.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { openSqliteJournal } from '../../src/store/sqlite/sqlite-journal.ts';
import { planOf, stage, step } from '../../tests/plan-builder.ts';
import { driveRun, startRun } from './bench-drive.ts';

export const GATE = 'Gate';

const plan: Plan = planOf([
  stage('deploy', [step('approve', { type: GATE }), step('shift', { type: GATE })]),
]);
const AT_ONCE = 200;

export async function parkRuns(file: string, count: number): Promise<void> {
  const journal = openSqliteJournal({ file, wallNow: Date.now });
  for (let begun = 0; begun < count; begun += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, count - begun) }, async () => {
      const id = await startRun(journal, plan);
      const driven = await driveRun({ id, journal, type: GATE, run: openGate, parkWhenIdle: true });
      assert(driven.status === 'parked', `run ${id} is ${driven.status}`);
    });
    await Promise.all(batch);
  }
  await journal.close();
}

const openGate: StepDefinition['run'] = async () => ({
  status: 'approval',
  approval: {
    message: 'Shift all of the traffic?',
    userGroups: ['ops'],
    minimumCount: 1,
    disallowPipelineExecutor: false,
    disallowedUserEmails: [],
    review: { rung: 'prod-100', targetGroups: ['shop-a', 'shop-b'] },
  },
});
