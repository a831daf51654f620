// What a plan's steps are refused for once their expressions are filled in.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readProject } from '../pipeline/read-project.ts';
import { createPlan } from './create-plan.ts';

const RULE = 'arn:aws:elasticloadbalancing:eu-west-1:1:listener-rule/app/web/1/2/3';

/** The complaints about the project of the fixtures with one text replaced, each with its line's text. */
function complaints(from: string, to: string): readonly string[] {
  const files = ['pipeline.yaml', 'entities.yaml', 'group.json', 'boot.sh'].map((path) => {
    const text = readFileSync(join(import.meta.dirname, 'fixtures', path), 'utf8');
    return { path, text: text.replaceAll(from, to) };
  });
  const script = 'pipeline.stages.web.spec.execution.steps.warm.spec.source.spec.script';
  const { project, bound } = readProject(files, [{ by: 'input', path: script, value: 'true' }]);
  const facts = {
    rules: { [RULE]: { idleTargetGroupArn: 'arn:tg/green', liveTargetGroupArn: 'arn:tg/blue' } },
    secrets: () => undefined,
  };
  return createPlan({ project, bound, facts }).diagnostics.map(({ message, hint, position }) => {
    const text = files.find(({ path }) => path === position?.file)?.text.split('\n') ?? [];
    return `${text[(position?.line ?? 0) - 1]?.trim()} | ${message} ${hint}`;
  });
}

test('a weight that a matrix brings in is checked before the run, where it is written', () => {
  expect(complaints('weight: [50, 100]', 'weight: [50, 500]')).toEqual([
    expect.stringMatching(/^weightPercentage: .* from 0 to 100.*but is 500/),
  ]);
});

test('a connector that the project does not hold is named where it is referred to', () => {
  expect(complaints('identifier: aws', 'identifier: awss')).toEqual([
    expect.stringMatching(/connectorRef: aws.* \| There is no connector "aws"\. .*"awss"/),
  ]);
});

test('a connector of another type is refused', () => {
  expect(complaints('type: Spot', 'type: K8sCluster')).toEqual([
    'connectorRef: spot_account | The connector "spot_account" is of type K8sCluster; one of type Spot is needed. Add a file that describes a connector of type Spot.',
  ]);
});

test('an open input that several places use is one complaint', () => {
  expect(complaints('version: <+input>.default(ami-0001)', 'version: <+input>')).toHaveLength(1);
});
