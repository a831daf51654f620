// All of a plan that people are shown, as it is kept beside its hash to be shown again.
import { realpathSync } from 'node:fs';
import type { World } from '../../execution/event.ts';
import type { Resource } from '../../execution/locks.ts';
import type { Json } from '../../lib/json.ts';
import type { Diagnostic } from '../../pipeline/diagnostic.ts';
import type { Outlook } from '../../traffic/outlook.ts';
import type { FreshRun } from '../prepare-run.ts';
import { wantedBy } from '../queue/start-execution.ts';
import type { PlannedRun } from './look-at-run.ts';
import { type PlannedValue, valuesOf } from './values-of.ts';

export interface ShownPlan {
  /** Of its project, links resolved. */
  readonly folder: string;
  readonly pipeline: string;
  readonly world: World;
  /** On the wall clock. */
  readonly plannedAt: number;
  /** What a run of it would have for itself. */
  readonly resources: readonly Resource[];
  /** With what it can be started again; its shape belongs to whoever made it. Null where nobody said. */
  readonly start: Json;
  readonly warnings: readonly Diagnostic[];
  readonly outlook: Outlook;
  readonly values: readonly PlannedValue[];
}

export async function shownPlan(
  run: FreshRun,
  { outlook }: PlannedRun,
  start: Json,
  plannedAt: number,
): Promise<ShownPlan> {
  return {
    folder: realpathSync(run.loaded.folder),
    pipeline: run.plan.pipeline.name,
    world: run.world,
    plannedAt,
    resources: await wantedBy(run),
    start,
    warnings: run.warnings,
    outlook,
    values: valuesOf(run),
  };
}
