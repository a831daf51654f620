// What a run that moved the traffic for good has left: the way back from it, as long as blue is warm.
import type { BeforeImage, Setup } from './facts.ts';
import type { RuleAction } from './forward-action.ts';

export interface Promotion {
  readonly setup: Setup;
  /** Only of the rules that the run has written. */
  readonly images: readonly BeforeImage[];
  /** By rule, what AWS showed after the run's last write. */
  readonly left: ReadonlyMap<string, readonly RuleAction[]>;
}
