// Secrets whose value a person gives when a run starts.
import { expect, test } from 'vitest';
import { readProject } from './read-project.ts';

const file = {
  path: 'token.yaml',
  text: `secret:
  type: SecretText
  name: token
  identifier: token
  spec: { secretManagerIdentifier: harnessSecretManager, valueType: Inline, value: <+input> }
`,
};

test('a secret whose value is an input does not exist until somebody gives it', () => {
  const { project, diagnostics } = readProject([file], []);
  expect(project.secrets).toEqual([]);
  expect(diagnostics).toMatchObject([{ severity: 'warning' }]);
  expect(diagnostics[0]?.hint).toContain('--input secrets.token=');
});

test('a secret that is given has that value', () => {
  const { project } = readProject([file], [{ by: 'input', path: 'secrets.token', value: 'abc' }]);
  expect(project.secrets).toMatchObject([{ identifier: 'token', value: 'abc' }]);
});
