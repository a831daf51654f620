// Scripts for virtual time: real bash, at once, while the clock stands still.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Scripts } from '../../src/execution/step.ts';
import { scriptEnvironment } from '../../src/supervisor/script-environment.ts';
import { readOutputs, scriptText } from '../../src/supervisor/script-text.ts';

/** `shared` is what scripts find as TMPDIR, for what one leaves for another; else each is on its own. */
export function createBashScripts(shared?: string): Scripts {
  return {
    run: async (_key, { text, environment, outputs }) => {
      const folder = mkdtempSync(join(tmpdir(), 'penstock-scenario-'));
      try {
        const file = join(folder, 'outputs');
        const { status } = spawnSync('bash', ['-c', scriptText(text, outputs, file)], {
          cwd: folder,
          env: scriptEnvironment(
            { ...process.env, ...(shared !== undefined && { TMPDIR: shared }) },
            environment,
          ),
        });
        const written = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
        return {
          status: 'exited',
          exitCode: status ?? 1,
          outputs: status === 0 ? readOutputs(outputs, written) : {},
        };
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  };
}
