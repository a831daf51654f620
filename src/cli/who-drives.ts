// One sentence about a run that has not ended: who drives it, or that it stands still and how it goes on.
import type { Look } from '../app/engine.ts';

export function whoDrives(
  execution: string,
  { owner, goneOwner }: Pick<Look, 'owner' | 'goneOwner'>,
  where: string,
): string {
  if (owner !== undefined) return `Run ${execution} is driven by ${owner}.`;
  const goOn = `Go on with "penstock resume ${execution}${where}".`;
  return goneOwner === undefined
    ? `Run ${execution} stands still: nobody drives it now. ${goOn}`
    : `Run ${execution} stands still: its ${goneOwner} is gone. ${goOn}`;
}
