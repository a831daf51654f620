// A project of our own with so many steps, for benchmarks of reading and planning.
import type { SourceFile } from '../../src/pipeline/pipeline.ts';

export function stepProject(steps: number): SourceFile {
  const each = Array.from({ length: steps }, (_, index) => step(index)).join('');
  return {
    path: 'pipeline.yaml',
    text: `pipeline:
  identifier: many
  name: many
  variables:
    - name: color
      type: String
      value: green
  stages:
    - stage:
        identifier: one
        name: one
        type: Custom
        spec:
          execution:
            steps:
${each}`,
  };
}

function step(index: number): string {
  return `              - step:
                  identifier: s${index}
                  name: s${index}
                  type: ShellScript
                  timeout: 10m
                  when:
                    stageStatus: Success
                    condition: <+pipeline.variables.color> == "green"
                  spec:
                    shell: Bash
                    source:
                      type: Inline
                      spec:
                        script: echo ${index} <+pipeline.variables.color.toUpperCase()>
`;
}
