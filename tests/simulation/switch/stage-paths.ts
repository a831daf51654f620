// Where the stages of a story's run stand in its plan: stages side by side have a block around them.
import type { RunStory } from './story.ts';

export function stagePath({ stages, isParallel }: RunStory, index: number): string {
  return isParallel && stages.length > 1 ? `~0/stage${index}` : `stage${index}`;
}

/** The stage of any node's path. */
export function stageOfPath(path: string): string {
  return /^(?:~0\/)?stage\d+/.exec(path)?.[0] ?? '';
}
