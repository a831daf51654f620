// The text that bash runs: the author's own, and behind it lines that write down the output variables.
import { StepFailure } from '../execution/step.ts';

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** As in Harness. */
const LIMIT_BYTES = 524_288;

/** The author's lines come first and unchanged, so that bash's line numbers are the author's. */
export function scriptText(text: string, outputs: readonly string[], outputsFile: string): string {
  for (const name of outputs) {
    if (NAME.test(name)) continue;
    throw new StepFailure({
      type: 'Unknown',
      message:
        `the output variable ${JSON.stringify(name)} is no name of a shell variable, so the script ` +
        'was not started. Use letters, digits and underscores, and no digit first.',
    });
  }
  if (outputs.length === 0) return text;
  const writes = outputs.map((name) => `printf '%s\\0' "\${${name}-}"`);
  // Two line ends: the author's last line may end in a backslash.
  return `${text}\n\n${[
    '{ PENSTOCK_EXIT_CODE=$?; set +x; } 2>/dev/null',
    `{ ${writes.join('; ')}; } >| ${quoted(outputsFile)}`,
    'exit "$PENSTOCK_EXIT_CODE"',
  ].join('\n')}\n`;
}

/** The values that the lines above wrote; a script that left early with `exit 0` wrote none. */
export function readOutputs(outputs: readonly string[], written: Buffer): Record<string, string> {
  if (written.length > LIMIT_BYTES) {
    throw new StepFailure({
      type: 'Unknown',
      message:
        `the script ended well, but its output variables hold ${written.length} bytes, and ` +
        `${LIMIT_BYTES} is the most that is kept. Write large results to a file and give its name.`,
    });
  }
  const values = written.toString('utf8').split('\0');
  return Object.fromEntries(outputs.map((name, index) => [name, values[index] ?? '']));
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
