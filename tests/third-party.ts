// Where third-party schemas and samples lie: outside the project, and maybe not there at all.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = resolve(
  process.env['PENSTOCK_THIRD_PARTY'] ?? join(import.meta.dirname, '../../shared/data'),
);

/** The path of a third-party file, or undefined when this machine does not have it. */
export function thirdPartyFile(path: string): string | undefined {
  const file = join(folder, path);
  return existsSync(file) ? file : undefined;
}
