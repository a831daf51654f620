// What people should know beside the course of the run: in the step's log, and as a fact for every view.
import type { StepContext } from '../../execution/step.ts';
import { FACT, type Notice } from '../../traffic/facts.ts';
import { record, stageFacts } from './step-facts.ts';

/** For what the step goes on with all the same. */
export async function warn(context: StepContext, said: string): Promise<void> {
  const text = context.mask(said);
  context.log(`Warning: ${text}.`);
  await notice(context, text);
}

/** Once per stage: an attempt that looks again says the same again. */
async function notice(context: StepContext, text: string): Promise<void> {
  const isTold = stageFacts(context, FACT.notice).some(
    ({ key, path, attempt }) =>
      key === text && !(path === context.path && attempt === context.attempt),
  );
  if (isTold) return;
  await record<Notice>(context, FACT.notice, text, { text });
}
