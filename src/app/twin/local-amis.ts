// The AMIs of a world as programs on this machine.
import { resolve } from 'node:path';
import { z } from 'zod';
import type { LocalAmi } from '../../twin/data-plane/process-host.ts';
import { WorldSpecError } from '../../twin/parse-world-spec.ts';
import type { AmiSpec } from '../../twin/world-spec.ts';

const hostSchema = z.strictObject({
  command: z.array(z.string().min(1)).min(1),
  cwd: z.string().optional(),
});

/** Throws with every AMI that names no program; folders are relative to the world's. */
export function localAmis(amis: readonly AmiSpec[], programFolder: string): LocalAmi[] {
  const problems: string[] = [];
  const found = amis.flatMap((ami): LocalAmi[] => {
    const parsed = hostSchema.safeParse(ami.host);
    if (!parsed.success) {
      const reasons = parsed.error.issues.map(
        (issue) => `${['host', ...issue.path].join('.')}: ${issue.message}`,
      );
      problems.push(`${ami.id}: ${reasons.join('; ')}`);
      return [];
    }
    const { command, cwd = '.' } = parsed.data;
    return [{ id: ami.id, version: ami.version, command, cwd: resolve(programFolder, cwd) }];
  });
  if (problems.length === 0) return found;
  throw new WorldSpecError([
    'an AMI of a world with real instances needs the program to run, such as host: { command: [node, server.mjs] }:',
    ...problems,
  ]);
}
