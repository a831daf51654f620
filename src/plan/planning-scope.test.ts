// What expressions can ask for while the plan is made, besides names.
import { expect, test } from 'vitest';
import { isJsonObject } from '../lib/json.ts';
import { readProject } from '../pipeline/read-project.ts';
import { createPlan } from './create-plan.ts';
import { stepsOf } from './walk.ts';

/** A pipeline of one script, and a file beside it. */
function planned(script: string) {
  const pipeline = `pipeline:
  identifier: p
  name: p
  variables:
    - { name: who, type: String, value: world }
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
                  spec:
                    shell: Bash
                    source:
                      type: Inline
                      spec:
                        script: ${JSON.stringify(script)}
`;
  const files = [
    { path: 'pipeline.yaml', text: pipeline },
    { path: 'files/notes/hello.txt', text: 'hello <+pipeline.variables.who>' },
  ];
  const { project, bound } = readProject(files, []);
  return createPlan({ project, bound, facts: { rules: {}, secrets: () => undefined } });
}

function scriptOf({ plan }: ReturnType<typeof planned>): unknown {
  const [step] = plan === undefined ? [] : stepsOf(plan.pipeline);
  const source = step?.spec['source'];
  const spec = isJsonObject(source) ? source['spec'] : undefined;
  return isJsonObject(spec) ? spec['script'] : undefined;
}

test.each([
  ['echo <+fileStore.getAsString("/notes/hello.txt")>', 'echo hello world'],
  ['echo <+fileStore.getAsString("account:/notes/hello.txt").toUpperCase()>', 'echo HELLO WORLD'],
  ['echo <+fileStore.getAsBase64("/notes/hello.txt")>', 'echo aGVsbG8gd29ybGQ='],
  ['echo <+json.select("a", "{\\"a\\": 7}")>', 'echo 7'],
  ['echo <+datetime.currentDate()>', 'echo <+datetime.currentDate()>'],
  [
    '<+OnPipelineFailure>',
    '<+((((pipeline.currentStatus == "FAILED") || (pipeline.currentStatus == "ERRORED")) || (pipeline.currentStatus == "EXPIRED")) || (pipeline.currentStatus == "APPROVAL_REJECTED"))>',
  ],
])('%s', (script, expected) => {
  expect(scriptOf(planned(script))).toBe(expected);
});

test.each([
  ['<+fileStore.getAsString("/notes/helo.txt")>', 'There is no file "notes/helo.txt".'],
  ['<+fileStore.getAsString(1)>', 'fileStore takes the path of a file.'],
  ['<+secret.getValue("x")>', 'did you mean "secrets.getValue"?'],
  ['<+json.selekt("x", "{}")>', 'did you mean "json.select"?'],
  ['<+pipeline.variables.wo>', 'did you mean "pipeline.variables.who"?'],
  ['<+pipeline.variables.who.toUppercase()>', 'did you mean "toUpperCase"?'],
])('%s is refused', (script, message) => {
  const { plan, diagnostics } = planned(script);
  expect(plan).toBeUndefined();
  expect(diagnostics.map((each) => each.message).join('\n')).toContain(message);
});
