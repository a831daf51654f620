// The document of an Elastigroup: what it says goes to the cloud, or is refused at its place.
import { expect, test } from 'vitest';
import {
  ENVIRONMENT,
  INFRASTRUCTURE,
  pipelineOf,
  SERVICE,
  stageOf,
} from '../../tests/deployment-project.ts';
import { readProject } from '../pipeline/read-project.ts';
import { createPlan } from './create-plan.ts';

function planned(text: string) {
  const pipeline = pipelineOf([stageOf({ script: 'echo' })]);
  const document = { path: 'files/group.json', text };
  const files = [pipeline, SERVICE, ENVIRONMENT, INFRASTRUCTURE, document];
  const { project, bound } = readProject(files, []);
  const { plan, diagnostics, resolved } = createPlan({
    project,
    bound,
    facts: { rules: {}, secrets: () => undefined },
  });
  const [stage] = plan?.pipeline.stages ?? [];
  return {
    document: stage?.kind === 'stage' ? stage.deployment?.groupDocument : undefined,
    said: diagnostics.map(({ position: at, message }) => [
      `${at?.file}:${at?.line}:${at?.column}`,
      message,
    ]),
    values: resolved.values,
  };
}

test('what stands in quotes stays a text, and has its place', () => {
  const { document, values } = planned(
    '{ "group": {\n  "name": "<+service.name>", "tags": ["", "<+pipeline.name>"] } }',
  );
  expect(document).toEqual({ group: { name: 'Shop', tags: ['', 'p'] } });
  expect(values).toMatchObject([
    { field: 'group.json: group.name', value: 'Shop', position: { line: 2, column: 12 } },
    { field: 'group.json: group.tags.1', value: 'p', position: { line: 2, column: 44 } },
  ]);
});

test('a mark of the byte order in front is no part of it', () => {
  expect(planned('\ufeff{ "group": { "a": 1 } }').document).toEqual({ group: { a: 1 } });
});

test('a mistake in it is pointed at where it stands', () => {
  const { said } = planned('{\n  "group": {\n    "a": "x\\"y",\n    "b": "is <+pipeline.nme>" } }');
  expect(said).toEqual([
    [
      'files/group.json:4:16',
      '"group.json: group.b" cannot be filled in: there is no "pipeline.nme"; did you mean "pipeline.name"?',
    ],
  ]);
});

test.each([
  ['{ "group": { "a": 1,\n "a": 2 } }', '2:2', '"group.a" stands twice in "group.json"'],
  ['{ "group": {\n "a": 1, } }', '2:10', 'Expected double-quoted property name.'],
  ['group:\n  a: 1\n', '1:1', `"group.json" is not JSON: Unexpected token 'g'.`],
  ['{ "grup": {} }', '1:1', 'is not the document of an Elastigroup'],
])('%s', (text, at, message) => {
  expect(planned(text).said).toEqual([
    [`files/group.json:${at}`, expect.stringContaining(message)],
  ]);
});
