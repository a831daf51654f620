// A whole run of the real engine and clients over HTTP, against a twin in this process in virtual time, whose pages are short.
import type { ExecutionEvent, ExecutionFinished } from '../../src/execution/event.ts';
import { drive } from '../../src/execution/runner.ts';
import type { JsonObject } from '../../src/lib/json.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { createSteps } from '../../src/steps/create-steps.ts';
import { createMemoryJournal } from '../../src/store/memory/memory-journal.ts';
import { DEFAULT_POLICY } from '../../src/traffic/policy.ts';
import { createTwin } from '../../src/twin/create-twin.ts';
import { startTwinServer } from '../../src/twin/http/start-twin-server.ts';
import { createSimulatedHost } from '../../src/twin/simulated-host.ts';
import type { Twin } from '../../src/twin/twin.ts';
import type { WorldSpec } from '../../src/twin/world-spec.ts';
import { httpClouds } from '../conformance/clouds/over-http.ts';
import { startedAt } from '../started-event.ts';
import { createVirtualClock } from '../virtual-clock.ts';
import { quietDrive } from './quiet-clock.ts';

export interface HttpWorld extends AsyncDisposable {
  readonly twin: Twin;
  run(plan: Plan): Promise<HttpRun>;
  /** The actions of a rule as AWS shows them. */
  actions(ruleArn: string): readonly JsonObject[];
  /** The ARN of a listener's default rule. */
  defaultRule(listenerArn: string): string;
  groups(): readonly JsonObject[];
  /** How often an operation was called so far. */
  calls(operation: string): number;
}

export interface HttpRun {
  readonly end: ExecutionFinished['end'];
  /** Why the first step that failed did, or nothing. */
  readonly failure: string;
}

const PAGE_SIZE = 10;

export async function openHttpWorld(spec: WorldSpec): Promise<HttpWorld> {
  const clock = createVirtualClock(Date.UTC(2026, 0, 5), 1);
  const twin = createTwin({ clock, spec, host: createSimulatedHost(clock, spec) });
  const server = await startTwinServer({ twin: withShortPages(twin), clock });
  const { accountId, token } = spec.spot;
  const { clouds, until } = quietDrive(clock, httpClouds(server.url, accountId, token));
  const policy = () => DEFAULT_POLICY;
  const steps = createSteps({ clouds, policy, hash: (text) => text });
  const rulesOf = (request: JsonObject): readonly JsonObject[] =>
    twin.elbv2.describeRules(request)['Rules'] as readonly JsonObject[];
  return {
    twin,
    async run(plan) {
      const journal = createMemoryJournal({ wallNow: Date.now });
      const id = await journal.create(plan.pipeline.identifier, plan, startedAt(clock.now()));
      const driven = drive({
        id,
        journal,
        clock,
        steps,
        scripts: { run: async () => ({ status: 'exited', exitCode: 1, outputs: {} }) },
        secrets: { read: () => undefined },
        logs: { write: () => undefined, folder: () => '/logs/1' },
        owner: 'bench',
        parkWhenIdle: true,
        leaseMs: 86_400_000,
        letGo: new AbortController().signal,
        onEvents: () => undefined,
      });
      const ended = await until(driven);
      if (ended.status !== 'finished') throw new Error(`the run is ${ended.status}`);
      return { end: ended.result.end, failure: failureIn(await journal.read(id, 0)) };
    },
    actions: (RuleArn) => rulesOf({ RuleArns: [RuleArn] })[0]?.['Actions'] as readonly JsonObject[],
    defaultRule: (ListenerArn) =>
      String(rulesOf({ ListenerArn }).find(({ IsDefault }) => IsDefault)?.['RuleArn']),
    groups: () => twin.inspect()['groups'] as readonly JsonObject[],
    calls: (operation) =>
      (twin.inspect()['calls'] as Readonly<Record<string, number>>)[operation] ?? 0,
    async [Symbol.asyncDispose]() {
      await server.close();
      twin.close();
    },
  };
}

/** A cloud may always answer fewer things than were asked for, with a marker to go on with. */
function withShortPages(twin: Twin): Twin {
  const { elbv2 } = twin;
  const short = (request: JsonObject): JsonObject => ({ ...request, PageSize: PAGE_SIZE });
  return {
    ...twin,
    elbv2: {
      ...elbv2,
      describeLoadBalancers: (request) => elbv2.describeLoadBalancers(short(request)),
      describeListeners: (request) => elbv2.describeListeners(short(request)),
      describeRules: (request) => elbv2.describeRules(short(request)),
      describeTargetGroups: (request) => elbv2.describeTargetGroups(short(request)),
    },
  };
}

function failureIn(events: readonly ExecutionEvent[]): string {
  for (const event of events) {
    if (event.type !== 'AttemptFinished' || event.result.status !== 'failed') continue;
    return event.result.failure.message;
  }
  return '';
}
