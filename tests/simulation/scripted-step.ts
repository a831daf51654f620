// The one step of the simulation: its spec says what it writes, how long it takes and how it ends.

import type { ChoiceRequest } from '../../src/execution/event.ts';
import {
  type StepContext,
  type StepDefinition,
  StepFailure,
  type StepResult,
} from '../../src/execution/step.ts';
import { sleep } from '../../src/lib/clock.ts';
import type { Json } from '../../src/lib/json.ts';
import { type FakeCloud, SETTLE_MS } from './fake-cloud.ts';
import type { Process } from './process.ts';

/** What happens in this order. */
export interface Script {
  /** Values to set, all at once when there are several. */
  readonly writes?: Readonly<Record<string, number>>;
  readonly sleepMs?: number;
  /** A script of this duration. */
  readonly scriptMs?: number;
  /** So many first attempts fail. */
  readonly failures?: number;
  /** Asked after the writes; what is written next depends on the answer. */
  readonly choice?: boolean;
  /** A gate that needs so many approvals. */
  readonly approvals?: number;
}

export function scriptedStep(cloud: FakeCloud, process: Process): StepDefinition {
  return {
    type: 'Fake',
    run: async (spec, context) => {
      const script = spec as Script;
      await sleep(context.clock, 100, context.signal);
      const writes = Object.entries(script.writes ?? {});
      await Promise.all(writes.map(([name, value]) => write(cloud, process, context, name, value)));
      await context.fact('written', '', writes.length);
      if (script.choice === true) {
        const option = await context.choice(CHOICE);
        await write(cloud, process, context, 'chosen', option === 'high' ? 2 : 1);
      }
      if (script.sleepMs !== undefined) await sleep(context.clock, script.sleepMs, context.signal);
      if (script.scriptMs !== undefined) {
        const text = String(script.scriptMs);
        await context.script({ shell: 'Bash', text, environment: {}, outputs: [] });
      }
      if (context.attempt <= (script.failures ?? 0)) {
        throw new StepFailure({ type: 'Verification', message: 'as written' });
      }
      if (script.approvals !== undefined) return gate(script.approvals);
      return { status: 'succeeded', putBack: true };
    },
  };
}

async function write(
  cloud: FakeCloud,
  process: Process,
  context: StepContext,
  name: string,
  value: number,
): Promise<Json> {
  const effect = `set ${name}`;
  const key = `${context.path}#${context.attempt}/${effect}`;
  return context.effect({
    name: effect,
    request: { name, value },
    changesWorld: true,
    settleMs: SETTLE_MS,
    act: () => cloud.write(process, { key, name, value }),
    readBack: async () => {
      const found = await cloud.read(process, name);
      return found === value ? { applied: true, result: `found ${found}` } : { applied: false };
    },
  });
}

const CHOICE: ChoiceRequest = {
  name: 'how high',
  question: 'How high?',
  detail: null,
  options: ['high', 'low'].map((id) => ({ id, label: id, consequence: `it goes ${id}` })),
};

function gate(minimumCount: number): StepResult {
  const rules = { disallowPipelineExecutor: false, disallowedUserEmails: [], review: null };
  const approval = { message: 'go on?', userGroups: ['ops'], minimumCount, ...rules };
  return { status: 'approval', approval };
}
