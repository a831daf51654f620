// Why a twin cannot come up, as a refusal: a world that cannot be built, or a port that is taken.
import { WorldSpecError } from '../../twin/parse-world-spec.ts';
import { SnapshotError } from '../../twin/snapshot.ts';
import { TwinError } from '../../twin/twin-error.ts';
import { Refusal } from '../refusal.ts';

/** Everything else is a defect and stays what it is. */
export function refusalOfTwin(
  cause: unknown,
  worldFile: string,
  port: number | undefined,
): unknown {
  const end = 'No twin was started.';
  if (cause instanceof SnapshotError)
    return new Refusal('invalid', `${cause.message} ${end}`, { cause });
  if (cause instanceof WorldSpecError || cause instanceof TwinError)
    return new Refusal('invalid', `${worldFile}: ${cause.message}. ${end}`, { cause });
  if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') return cause;
  return new Refusal(
    'usage',
    `Port ${port} is taken. Give another --port, or none for any free one. ${end}`,
  );
}
