// What is said, before anything starts, of mails that could go nowhere.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadProject } from '../load-project.ts';
import { checkMail } from './check-mail.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'penstock-mail-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function checked(spec: string, settings?: string) {
  const text = `pipeline:
  identifier: p
  name: P
  stages:
    - stage:
        identifier: s
        name: S
        type: Custom
        spec:
          execution:
            steps:
              - step: { identifier: tell, name: Tell, type: Email, spec: ${spec} }
`;
  writeFileSync(join(folder, 'pipeline.yaml'), text);
  if (settings !== undefined) writeFileSync(join(folder, 'penstock.yaml'), settings);
  return checkMail(loadProject({ pipelineFile: undefined, folder, bindings: [] }));
}

const SERVER = 'smtp: { host: mail.example.com, port: 587, from: p@example.com';

test('without a mail server the author is told what to add', () => {
  const [problem] = checked('{ subject: Done, to: ada@example.com }');
  expect(problem).toMatchObject({ code: 'missing-settings', position: { line: 12 } });
  expect(problem?.hint).toMatch(/^Add to penstock\.yaml: smtp:/);
});

test('a group without addresses is named', () => {
  const problems = checked(
    '{ subject: Done, toUserGroups: [account.ops, leads] }',
    `${SERVER}, addresses: { ops: [ada@example.com] } }`,
  );
  expect(problems.map(({ message }) => message)).toEqual([
    '"Tell" sends a mail to the group "leads", and penstock.yaml has no address for it.',
  ]);
});

test('with a server and addresses all is well', () => {
  expect(checked('{ subject: Done, to: ada@example.com }', `${SERVER} }`)).toEqual([]);
});
