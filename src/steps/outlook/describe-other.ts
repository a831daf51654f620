// The steps around a deployment, as a plan tells them: what they wait for, and what they send.
import { formatDuration } from '../../lib/duration.ts';
import type { Json } from '../../lib/json.ts';
import { parseRenderedSpec } from '../../pipeline/step-types/step-types.ts';
import type { StepNode } from '../../plan/plan.ts';
import type { DescribedStep } from './describe-setup.ts';

export const NOTHING: DescribedStep = {
  writes: [],
  rungs: [],
  notes: [],
  wayBack: [],
  leastMs: 0,
};

/** Texts are shown as the plan has them: an earlier step may still have to answer an expression. */
export function describeOther({ type, spec }: StepNode): DescribedStep {
  switch (type) {
    case 'Wait':
      return describeWait(spec);
    case 'Barrier':
      return noting(`waits for the other steps at the barrier "${shown(spec['barrierRef'])}"`);
    case 'Queue': {
      const scope = spec['scope'] === 'Stage' ? 'the stage' : 'the pipeline';
      const key = shown(spec['key']);
      return noting(
        `waits for its turn in the queue "${key}", and keeps it to the end of ${scope}`,
      );
    }
    case 'CustomApproval':
      return noting(
        `asks its script every ${shown(spec['retryInterval'])}, until it approves or rejects`,
      );
    case 'Http':
      return noting(`sends ${shown(spec['method'])} ${shown(spec['url'])} once`);
    case 'Email':
      return noting(`sends the mail "${shown(spec['subject'])}" to ${receivers(spec)}`);
    default:
      return NOTHING;
  }
}

function describeWait(spec: StepNode['spec']): DescribedStep {
  const parsed = parseRenderedSpec('Wait', spec);
  if (parsed.status === 'invalid') return noting(`waits for ${shown(spec['duration'])}`);
  const { duration } = parsed.spec;
  return { ...noting(`waits for ${formatDuration(duration)}`), leastMs: duration };
}

function noting(note: string): DescribedStep {
  return { ...NOTHING, notes: [note] };
}

function receivers(spec: StepNode['spec']): string {
  const groups = spec['toUserGroups'];
  const named = Array.isArray(groups) ? groups.map((group) => `group ${shown(group)}`) : [];
  const to = shown(spec['to']).trim();
  return [...(to === '' ? [] : [to]), ...named].join(', ');
}

function shown(value: Json | undefined): string {
  return value === undefined || value === null ? '' : String(value);
}
