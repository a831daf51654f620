// What the setup of a stage would write, from what was read.
import type { Deployment } from '../../plan/plan.ts';
import { targetGroupName } from '../../traffic/arn.ts';
import type { CallOutlook, StepOutlook } from '../../traffic/outlook.ts';
import type { Policy } from '../../traffic/policy.ts';
import { drainingSeconds, greenDocument, scheduledTasks } from '../setup/group-document.ts';
import { floorOf, onFloor } from '../setup/scale-groups.ts';
import type { StageReading } from './reading.ts';
import type { Standing } from './standing.ts';
import { wayBackWrites } from './way-back-writes.ts';
import { capacityWords, capacityWrite, NEW_GROUP, spotWrite } from './writes.ts';

export type DescribedStep = Pick<StepOutlook, 'writes' | 'rungs' | 'notes' | 'wayBack' | 'leastMs'>;

/** Between two looks that must find green healthy. */
const POLL_MS = 5_000;

/** Moves the standing on: from here on there is a new group. */
export function describeSetup(
  reading: StageReading,
  standing: Standing,
  deployment: Deployment,
  policy: Policy,
): DescribedStep {
  const { setup, wanted, leftover } = reading;
  const { stageGroupName, blue } = setup;
  const document = greenDocumentOf(reading, deployment);
  standing.green = { document };
  const drainMs = leftover === null ? 0 : drainingSeconds(leftover.document) * 1_000;
  const isRunning = leftover !== null && leftover.capacity.target > 0;
  return {
    writes: [
      ...leftoverWrites(reading),
      spotWrite(
        'POST group',
        stageGroupName,
        createWords(
          document,
          deployment,
          setup.loadBalancers.map((each) => each.stageTargetGroupArn),
        ),
        { group: document },
      ),
      ...(blue === null ? [] : floorWrites(blue)),
      capacityWrite(NEW_GROUP, wanted),
    ],
    rungs: [],
    notes: [
      ...(leftover === null
        ? []
        : [`${leftover.name} (${leftover.id}) goes for good: the way back does not make it again`]),
      `goes on once ${wanted.target} targets are healthy in ${policy.healthyPolls} looks in a row; no weight is moved`,
    ],
    wayBack: [{ state: 'the setup on', writes: wayBackWrites(standing) }],
    leastMs: (isRunning ? drainMs : 0) + (policy.healthyPolls - 1) * POLL_MS,
  };
}

/** As it would be sent. */
function greenDocumentOf(
  { setup, targetGroups }: Pick<StageReading, 'setup' | 'targetGroups'>,
  deployment: Deployment,
): ReturnType<typeof greenDocument> {
  const arns = setup.loadBalancers.map(({ stageTargetGroupArn }) => stageTargetGroupArn);
  const delays = targetGroups
    .filter(({ arn }) => arns.includes(arn))
    .map(({ attributes }) => attributes.deregistrationDelayMs);
  return greenDocument({
    deployment,
    name: setup.stageGroupName,
    targetGroupArns: arns,
    deregistrationDelayMs: Math.max(0, ...delays),
  });
}

function leftoverWrites({ leftover }: StageReading): readonly CallOutlook[] {
  if (leftover === null) return [];
  const { id, name, document } = leftover;
  const on = `${name} (${id})`;
  const drains = `, draining ${drainingSeconds(document)} s`;
  return [
    capacityWrite(on, { minimum: 0, target: 0, maximum: 0 }, drains),
    spotWrite('DELETE group', on, 'left over from an earlier deployment', {}),
  ];
}

function createWords(
  document: ReturnType<typeof greenDocument>,
  { amiId, startupScript }: Deployment,
  targetGroupArns: readonly string[],
): string {
  const tasks = scheduledTasks(document).length;
  return [
    amiId,
    `on ${targetGroupArns.map(targetGroupName).join(', ')}`,
    'empty',
    `draining ${drainingSeconds(document)} s`,
    ...(startupScript === undefined ? [] : ['with the startup script as user data']),
    ...(tasks === 0 ? [] : [`its ${tasks} scheduled tasks disabled`]),
  ].join(', ');
}

function floorWrites(blue: NonNullable<StageReading['setup']['blue']>): readonly CallOutlook[] {
  const floor = floorOf(blue);
  if (floor === undefined) return [];
  const capacity = onFloor(blue.capacity, floor);
  const words = `${capacityWords(capacity)}: its minimum was ${blue.capacity.minimum}, and it may not shrink while it is the way back`;
  return [spotWrite('PUT capacity', `${blue.name} (${blue.id})`, words, { ...capacity })];
}
