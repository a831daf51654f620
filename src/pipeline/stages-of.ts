// The stages of a pipeline in written order, whether they stand alone or beside each other.
import type { Pipeline, Stage } from './pipeline.ts';

export function stagesOf({ stages }: Pick<Pipeline, 'stages'>): readonly Stage[] {
  return stages.flatMap((element) => (element.kind === 'stage' ? [element] : element.stages));
}
