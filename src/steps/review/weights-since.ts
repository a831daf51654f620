// Since when the present weights stand: what is counted for people and for watches begins there.
import { FACT, type Rung } from '../../traffic/facts.ts';
import { type StageContext, stageFacts } from '../common/step-facts.ts';

/** When they were written, or the setup's end when none have been; undefined without a setup. */
export function writtenSince(context: StageContext): number | undefined {
  const written = stageFacts(context, FACT.rung).flatMap(({ value }) => {
    const { writtenAt } = value as unknown as Rung;
    return writtenAt === null ? [] : [writtenAt];
  });
  return written.at(-1) ?? stageFacts(context, FACT.setup)[0]?.at;
}
