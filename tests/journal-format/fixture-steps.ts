// The steps of the fixtures of the journal's format; what they do is written in the frozen plans, so it never changes.
import { CloudError } from '../../src/cloud/cloud-error.ts';
import type { Effect, StepContext, StepDefinition, StepResult } from '../../src/execution/step.ts';
import { StepFailure } from '../../src/execution/step.ts';
import type { JsonObject } from '../../src/lib/json.ts';

/** What is in the cloud: `null` hangs a write after it has taken effect, as a process that is killed sees it. */
export interface FixtureCloud {
  readonly written: string[];
  hangsAt: string | null;
}

/** Spec: `write` a name; be a `gate`, that `asks` its approvers for a ticket; `fail` so many attempts; record a fact and give an output always. */
export function fixtureSteps(cloud: FixtureCloud): ReadonlyMap<string, StepDefinition> {
  const run = async (spec: JsonObject, context: StepContext): Promise<StepResult> => {
    const { write, gate, asks, fail = 0 } = spec;
    await context.fact('ran', context.path, { attempt: context.attempt });
    if (typeof write === 'string') await context.effect(writing(cloud, write));
    if (gate === true && asks === true)
      return { status: 'approval', approval: { ...approval, inputs } };
    if (gate === true) return { status: 'approval', approval };
    if (context.attempt <= Number(fail)) {
      throw new StepFailure({ type: 'Connectivity', message: 'not yet' });
    }
    const output = { wrote: write ?? null };
    return { status: 'succeeded', output, ...(write === 'back' && { putBack: true }) };
  };
  return new Map([['Fake', { type: 'Fake', run }]]);
}

const approval = {
  message: 'go on?',
  userGroups: ['ops'],
  minimumCount: 2,
  disallowPipelineExecutor: true,
  disallowedUserEmails: ['eve@example.com'],
  review: { rung: 'prod-50' },
};

const inputs = [{ name: 'ticket', isRequired: true, regex: 'OPS-.*' }];

function writing(cloud: FixtureCloud, name: string): Effect<string> {
  return {
    name: 'write',
    request: { name },
    changesWorld: true,
    settleMs: 15_000,
    act: async () => {
      if (name === 'refused') throw new CloudError('denied', 'AccessDenied', 'not allowed');
      cloud.written.push(name);
      if (name === cloud.hangsAt) await new Promise<never>(() => {});
      return `id of ${name}`;
    },
    readBack: async () => {
      const applied = cloud.written.includes(name);
      return applied ? { applied, result: `id of ${name}` } : { applied };
    },
  };
}
