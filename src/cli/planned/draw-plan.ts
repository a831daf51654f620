// What a run would do, as text for the person who is about to start it.

import type { PlannedValue } from '../../app/planned/values-of.ts';
import { formatDuration } from '../../lib/duration.ts';
import type { Outlook, StageOutlook } from '../../traffic/outlook.ts';
import type { Paint } from '../ladder/paint.ts';
import { wrap } from '../ladder/wrap.ts';
import { drawNow } from './draw-now.ts';
import { drawSteps } from './draw-steps.ts';
import { drawValues } from './draw-values.ts';
import { drawWayBack } from './draw-way-back.ts';
import { count } from './words.ts';

export interface PlanPicture {
  readonly outlook: Outlook;
  /** As people type it. */
  readonly hash: string;
  /** Where it acts, in words. */
  readonly world: string;
  /** What starts exactly this. */
  readonly command: string;
  readonly columns: number;
  readonly values: readonly PlannedValue[];
  /** With every value, not only those that the pipeline does not show. */
  readonly isWhole: boolean;
}

export function drawPlan(picture: PlanPicture, paint: Paint): readonly string[] {
  const { outlook, hash, world, command, columns, values, isWhole } = picture;
  const { gates, leastMs, template } = outlook;
  const from = template === null ? '' : `, from template ${template}`;
  const people = gates === 0 ? '' : `, and the time of people at ${count(gates, 'gate')}`;
  return [
    `${paint.strong(`Plan ${hash}`)}  ${outlook.pipeline}${from}`,
    ...wrap(`${world} Nothing was started; this only read.`, columns, 0),
    ...outlook.stages.flatMap((stage) => drawStage(stage, outlook, columns, paint)),
    ...drawValues(values, isWhole, columns, paint),
    '',
    ...wrap(
      `At least ${formatDuration(leastMs)}${people}. Scripts and starting instances come on top.`,
      columns,
      0,
    ),
    `Exactly this, or nothing: ${paint.strong(command)}`,
  ];
}

function drawStage(
  stage: StageOutlook,
  { stages }: Outlook,
  columns: number,
  paint: Paint,
): readonly string[] {
  const { deploys } = stage;
  const what =
    deploys === null
      ? 'deploys nothing'
      : `${deploys.service} ${deploys.amiId} to ${deploys.environment}, ${deploys.infrastructure}`;
  const from = stage.template === null ? '' : `, from template ${stage.template}`;
  const number = stages.length === 1 ? '' : `${stages.indexOf(stage) + 1}. `;
  return [
    '',
    `${paint.strong(`${number}Stage ${stage.name}`)}  ${what}${beside(stage, stages)}${from}`,
    ...drawNow(stage, columns, paint),
    ...warnings(stage, columns, paint),
    ...drawSteps(stage, columns, paint),
    ...drawWayBack(stage, columns, paint),
  ];
}

/** Parallel stages lie in one block, which begins their paths. */
function beside({ path, name }: StageOutlook, stages: readonly StageOutlook[]): string {
  const block = /^~\d+\//.exec(path)?.[0];
  if (block === undefined) return '';
  const others = stages.filter((each) => each.path.startsWith(block) && each.name !== name);
  return others.length === 0 ? '' : `, beside ${others.map((each) => each.name).join(', ')}`;
}

function warnings(stage: StageOutlook, columns: number, paint: Paint): readonly string[] {
  if (stage.warnings.length === 0) return [];
  return [
    '',
    paint.strong('Mind'),
    ...stage.warnings.flatMap((each) => wrap(`  ${paint.amber('!')} ${each}.`, columns, 4)),
  ];
}
