// ShellScript: one run of a script per attempt, its outputs under the names expressions use.
import type { StepContext, StepResult } from '../execution/step.ts';
import type { ShellScriptSpec } from '../pipeline/step-types/shell-script.ts';
import { failure } from './common/failure.ts';
import { textOfScript } from './common/script-text.ts';

const TRAFFIC = 'The script is the only thing this step did';

export async function runScript(spec: ShellScriptSpec, context: StepContext): Promise<StepResult> {
  const result = await context.script({
    shell: spec.shell,
    text: textOfScript(spec.source),
    environment: Object.fromEntries(
      spec.environmentVariables.map(({ name, value }) => [name, value]),
    ),
    outputs: spec.outputVariables.map(({ value }) => value),
  });
  if (result.status !== 'exited') {
    throw failure('Unknown', {
      what: 'How the script ended is not known',
      why:
        (result.status === 'lost' ? result.known : undefined) ??
        'it was started, but this machine lost sight of it',
      todo: `Read its log in ${context.logFolder} and look at what it did before you run it again; it is not repeated by itself`,
      traffic: TRAFFIC,
    });
  }
  if (result.exitCode !== 0) {
    throw failure('Unknown', {
      what: `The script ended with exit code ${result.exitCode}`,
      why: 'anything but 0 is a failure',
      todo: `Read its log in ${context.logFolder}`,
      traffic: TRAFFIC,
    });
  }
  const outputVariables = Object.fromEntries(
    spec.outputVariables.map(({ name, value, type }) => {
      const text = result.outputs[value] ?? '';
      return [name, type === 'Secret' && text !== '' ? context.seal(text) : text];
    }),
  );
  return { status: 'succeeded', output: { outputVariables } };
}
