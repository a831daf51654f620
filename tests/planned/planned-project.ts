// Plans of a project on a twin in virtual time: looked at as often as a test likes, while the world changes.
import { createHash } from 'node:crypto';
import { valuesOf } from '../../src/app/planned/values-of.ts';
import { readSettings } from '../../src/app/settings.ts';
import { PLAIN } from '../../src/cli/ladder/paint.ts';
import { drawPlan } from '../../src/cli/planned/draw-plan.ts';
import { createTwinClouds } from '../../src/cloud/twin/twin-clouds.ts';
import type { JsonObject } from '../../src/lib/json.ts';
import type { Binding } from '../../src/pipeline/pipeline.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { describeRun } from '../../src/steps/outlook/describe-run.ts';
import { type Matters, mattersOf, textOfMatters } from '../../src/steps/outlook/matters.ts';
import { readRun } from '../../src/steps/outlook/read-run.ts';
import type { Outlook } from '../../src/traffic/outlook.ts';
import type { Policy } from '../../src/traffic/policy.ts';
import { createTwin } from '../../src/twin/create-twin.ts';
import { createSimulatedHost } from '../../src/twin/simulated-host.ts';
import { startSimulatedTraffic } from '../../src/twin/simulated-traffic.ts';
import type { Twin } from '../../src/twin/twin.ts';
import { planScenario } from '../scenarios/scenario-plan.ts';
import { readScenarioWorld } from '../scenarios/scenario-world.ts';
import { createVirtualClock, type VirtualClock } from '../virtual-clock.ts';

export interface Planned {
  readonly plan: Plan;
  readonly outlook: Outlook;
  readonly matters: Matters;
  readonly hash: string;
  /** As a terminal of this width would show it. */
  readonly text: string;
}

export interface PlannedProject {
  readonly twin: Twin;
  readonly clock: VirtualClock;
  look(
    bindings?: readonly Binding[],
    policy?: Partial<Policy>,
    isWhole?: boolean,
  ): Promise<Planned>;
}

const COLUMNS = 99;
/** Until CloudWatch has published what the clients send. */
const WARM_UP_MS = 600_000;

/** `requestsPerSecond` is by host, on port 80. */
export async function openProject(
  folder: string,
  changes: JsonObject = {},
  requestsPerSecond: Readonly<Record<string, number>> = {},
): Promise<PlannedProject> {
  const clock = createVirtualClock(Date.UTC(2026, 0, 5));
  const spec = readScenarioWorld(folder, changes);
  const host = createSimulatedHost(clock, spec);
  const twin = createTwin({ clock, spec, host });
  const sources = Object.entries(requestsPerSecond).map(([name, rate]) => ({
    port: 80,
    host: name,
    requestsPerSecond: rate,
  }));
  startSimulatedTraffic({ clock, twin, host, sources });
  await clock.advance(WARM_UP_MS);
  const clouds = createTwinClouds(twin);
  return {
    twin,
    clock,
    async look(bindings = [], given = {}, isWhole = false) {
      const project = { projectFolder: folder, pipelineFile: undefined, bindings };
      const { plan, resolved } = await planScenario(project, clouds);
      const settings = readSettings(folder);
      const policy = (environment: string): Policy => ({
        ...settings.policy(environment),
        ...given,
      });
      const signal = new AbortController().signal;
      const pace = { clock, giveUpAt: clock.now() + 60_000, signal };
      const reading = await readRun({ clouds, policy, hash: (text) => text }, plan, pace);
      const outlook = describeRun(plan, reading, policy);
      const policies = { production: policy('production') };
      const matters = mattersOf({
        world: 'twin',
        plan,
        reading,
        policies,
        adoptUnmanaged: false,
      });
      const hash = createHash('sha256').update(textOfMatters(matters)).digest('hex');
      const picture = {
        outlook,
        hash: 'HASH',
        world: 'On the twin.',
        command: 'penstock run --on twin --plan HASH',
        columns: COLUMNS,
        values: valuesOf({ resolved, rulesReadAt: new Map() }),
        isWhole,
      };
      const text = `${drawPlan(picture, PLAIN).join('\n')}\n`;
      return { plan, outlook, matters, hash, text };
    },
  };
}
