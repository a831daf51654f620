// Whose answers two runs may share: the same world, reached through the same connector of the same project.
import { canonicalJson, type Json } from '../../lib/json.ts';
import type { PreparedRun } from '../prepare-run.ts';

export function accountOf({ world, loaded }: PreparedRun): (connectorRef: string) => string {
  const whole = canonicalJson(world as unknown as Json);
  return (connectorRef) => [whole, loaded.folder, connectorRef].join(' ');
}
