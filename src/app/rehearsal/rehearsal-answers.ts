// What a rehearsal without people gives to what it is asked: the default, else the first value that is allowed.
import { type GivenInputs, judgeInputs } from '../../execution/judge-inputs.ts';
import type { AskedInput } from '../../plan/asked-input.ts';
import { Refusal } from '../refusal.ts';

/** Throws `Refusal` where only people would know what to give. */
export function rehearsalAnswers(asked: readonly AskedInput[], step: string): GivenInputs {
  const given: Record<string, string> = {};
  for (const { name, default: fallback, allowed } of asked) {
    const [first] = allowed?.values ?? [];
    if (fallback === undefined && first !== undefined) given[name] = first;
  }
  const judged = judgeInputs(asked, given);
  if (judged.status === 'taken') return judged.values;
  const names = asked.map(({ name }) => name).join(', ');
  throw new Refusal(
    'usage',
    `The step ${step} asks for ${names}, which a rehearsal without people cannot know. Give each a default or allowed values, or rehearse with "penstock run … --on twin" and answer yourself. No traffic outside of the twin was moved.`,
  );
}
