// What the steps of different stages are made with.
import { expect, test } from 'vitest';
import { harness } from '../../tests/drive-harness.ts';
import { type Build, planOf, stage, step } from '../../tests/plan-builder.ts';
import type { StageNode } from '../plan/plan.ts';
import { DEFAULT_POLICY } from '../traffic/policy.ts';
import { createSteps } from './create-steps.ts';

function deployingTo(environment: string): Build {
  const back = step('back', { type: 'ElastigroupRollback' });
  return (parent, index, given) => ({
    ...(stage(`to_${environment}`, [back])(parent, index, given) as StageNode),
    deployment: {
      service: { identifier: 'shop', name: 'shop' },
      environment: { identifier: environment, name: environment },
      infrastructure: { identifier: 'spot', name: 'spot' },
      spotConnectorRef: 'spot',
      groupDocument: { group: {} },
      amiId: 'ami-1',
    },
  });
}

test('each stage goes by the settings of its own environment', async () => {
  const plan = planOf([deployingTo('staging'), deployingTo('production')]);
  const game = await harness(plan, async () => ({ status: 'succeeded' }));
  const asked: string[] = [];
  const none = () => expect.fail('no cloud is needed');
  const steps = createSteps({
    clouds: { loadBalancers: none, metrics: none, elastigroups: none },
    policy: (environment) => {
      asked.push(environment);
      return DEFAULT_POLICY;
    },
    hash: (text) => text,
  });
  await game.drive({ steps });
  expect(asked).toEqual(['staging', 'production']);
});
