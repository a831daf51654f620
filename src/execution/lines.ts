// The port of lines: steps of all executions that wait for their turn under one key, first come, first served.
import type { NodePath } from '../plan/plan.ts';
import type { ExecutionId } from './journal.ts';

/** A step's place. It is kept until the node at `scope` has finished. */
export interface Place {
  readonly key: string;
  readonly execution: ExecutionId;
  readonly step: NodePath;
  readonly scope: NodePath;
}

/**
 * A place comes with the `WaitOpened` of its turn, in the same transaction; a later attempt of the step
 * keeps it. It goes with the `NodeFinished` of its scope, of the step itself when that ends without
 * success, or with the end of the execution, whatever that is.
 */
export interface Lines {
  /**
   * Who is served before this step, the first one first; none means that its turn has come. Places of
   * the same execution whose scope reaches as far as this step do not stand in its way.
   */
  aheadOf(id: ExecutionId, step: NodePath): Promise<readonly Place[]>;
}
