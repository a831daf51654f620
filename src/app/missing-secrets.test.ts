// Secrets that nobody could read are named before anything starts.
import { expect, test } from 'vitest';
import { readProject } from '../pipeline/read-project.ts';
import { createPlan } from '../plan/create-plan.ts';
import { missingSecrets } from './missing-secrets.ts';
import { createSecrets } from './secrets.ts';

const secret = (identifier: string, value: string, valueType = 'Reference') => `secret:
  type: SecretText
  name: ${identifier}
  identifier: ${identifier}
  spec: { valueType: ${valueType}, value: ${value} }
`;

const SECRETS = [
  secret('there', 'TOKEN'),
  secret('inline', 'x', 'Inline'),
  secret('gone', 'NOWHERE'),
  secret('lost', 'file:no/such/file'),
].join('---\n');

function missing(script: string, when = ''): readonly (readonly (string | undefined)[])[] {
  const text = `pipeline:
  identifier: p
  name: p
  stages:
    - stage:
        identifier: s
        name: s
        type: Custom
        spec:
          execution:
            steps:
              - step:
                  identifier: say
                  name: say
                  type: ShellScript
                  timeout: 10m
                  spec: { shell: Bash, source: { type: Inline, spec: { script: ${JSON.stringify(script)} } } }
${when}`;
  const files = [
    { path: 'pipeline.yaml', text },
    { path: 'secrets.yaml', text: SECRETS },
  ];
  const { project, bound } = readProject(files, []);
  const secrets = createSecrets(project.secrets, '/nowhere', { TOKEN: 'x' });
  const facts = { rules: {}, secrets: secrets.address };
  const { plan, resolved } = createPlan({ project, bound, facts });
  if (plan === undefined) throw new Error('there is no plan');
  return missingSecrets(plan, resolved, project.secrets, secrets).map(({ message, position }) => [
    message,
    position?.file,
  ]);
}

const ask = (...names: readonly string[]): string =>
  names.map((name) => `<+secrets.getValue("${name}")>`).join(' ');

test('those that can be read are not missing', () => {
  expect(missing(ask('there', 'inline'))).toEqual([]);
});

test('each is named once, with where its value was looked for', () => {
  expect(missing(ask('gone', 'there', 'account.gone', 'lost'))).toEqual([
    [
      'The secret "gone" has no value here: the environment variable NOWHERE is not set.',
      'pipeline.yaml',
    ],
    ['The secret "lost" has no value here: the file no/such/file cannot be read.', 'pipeline.yaml'],
  ]);
});

test('a step that can never run needs none', () => {
  const never = `                  when: { stageStatus: Success, condition: "false" }\n`;
  expect(missing(ask('gone'), never)).toEqual([]);
});
