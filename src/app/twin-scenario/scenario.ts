// A scenario of the twin: a world, and what happens in it and when.
import type { JsonObject } from '../../lib/json.ts';

export interface Scenario {
  /** The path of the world's file. */
  readonly worldFile: string;
  readonly happenings: readonly Happening[];
}

export interface Happening {
  readonly moment: Moment;
  /** A sentence for people; empty when the scenario has none. */
  readonly say: string;
  readonly what:
    | { readonly kind: 'fault'; readonly fault: JsonObject }
    | { readonly kind: 'clear' };
}

/** Once: so long after the start of the twin, or so long after a node first routes by such a weight. */
export type Moment =
  | { readonly kind: 'at'; readonly atMs: number }
  | {
      readonly kind: 'when';
      /** An ARN, or `port/priority`. */
      readonly rule: string;
      /** An ARN or a name. */
      readonly targetGroup: string;
      readonly weight: number;
      readonly afterMs: number;
    };
