// Templates and small pipelines that use them, as tests of templates write them.
import type { Binding, Step, StepElement } from '../src/pipeline/pipeline.ts';
import { type ReadProject, readProject } from '../src/pipeline/read-project.ts';
import { stagesOf } from '../src/pipeline/stages-of.ts';

export const STEP_PATH: string = 'pipeline.stages.one.spec.execution.steps.greet';
export const LINE_OF_USE: number = 15;

export const SAY: string = `type: ShellScript
    timeout: 1m
    spec:
      shell: Bash
      onDelegate: <+input>.default(true).allowedValues(true,false)
      source:
        type: Inline
        spec:
          script: <+input>`;

export const STAGE: string = `type: Custom
    variables:
      - name: word
        type: String
        value: <+input>
    spec:
      execution:
        steps:
          - step: { identifier: rest, name: Rest, type: Wait, spec: { duration: 1s } }`;

export function template(
  identifier: string,
  type: string,
  spec: string,
  versionLabel = 'v1',
): string {
  return `template:
  name: ${identifier}
  identifier: ${identifier}
  versionLabel: ${versionLabel}
  type: ${type}
  spec:
    ${spec}
`;
}

export function nested(name: string, of: string): string {
  const inner = `{ identifier: in, name: In, template: { templateRef: ${of} } }`;
  return template(name, 'StepGroup', `steps:\n    - stepGroup: ${inner}`);
}

export function use(name: string, inputs: string): string {
  return `template: { templateRef: ${name}, templateInputs: ${inputs} }`;
}

export function given(script: string): string {
  return `{ type: ShellScript, spec: { onDelegate: true, source: { type: Inline, spec: { script: ${script} } } } }`;
}

export function step(text: string, identifier = 'greet'): string {
  return `            - step:
                identifier: ${identifier}
                name: Greet
                ${text}
`;
}

export function group(text: string): string {
  return step(text).replace('step:', 'stepGroup:');
}

export function read(
  templates: readonly string[],
  steps: string,
  bindings: readonly Binding[] = [],
): ReadProject {
  return readText(templates, pipelineOf(steps), bindings);
}

export function pipelineOf(steps: string): string {
  return `pipeline:
  identifier: p
  name: P
  stages:
    - stage:
        identifier: one
        name: One
        type: Custom
        spec:
          execution:
            steps:
${steps}`;
}

export function readText(
  templates: readonly string[],
  pipeline: string,
  bindings: readonly Binding[] = [],
): ReadProject {
  const files = templates.map((text, index) => {
    const [, name, version] = /identifier: (\S+)\n {2}versionLabel: (\S+)/.exec(text) ?? [];
    return { path: index === 0 ? `${name}-${version}.yaml` : `${index}.yaml`, text };
  });
  return readProject([...files, { path: 'pipeline.yaml', text: pipeline }], bindings);
}

export function stepsOf(project: ReadProject['project']): readonly StepElement[] {
  return project.pipelines.flatMap(stagesOf).flatMap(({ steps }) => steps);
}

export function firstStep(project: ReadProject['project']): Step {
  const [first] = stepsOf(project);
  return first?.kind === 'step' ? first : failed();
}

export function scriptOf(project: ReadProject['project']): unknown {
  return script(firstStep(project));
}

export function script(element: StepElement): unknown {
  if (element.kind !== 'step') return failed();
  const { source } = element.spec as unknown as { readonly source: { readonly spec: object } };
  return (source.spec as { readonly script: unknown }).script;
}

export function failed(): never {
  throw new Error('The pipeline does not have what the test asks for.');
}
