// Gathers questions that are asked shortly after one another, so that they leave as few calls as can carry them.
import type { Clock } from '../../lib/clock.ts';
import { CloudError } from '../cloud-error.ts';

/** Answers what was asked, a moment later; nothing is answered from a call that was sent before. */
export type Ask<Question, Answer> = (question: Question, clock: Clock) => Promise<Answer>;

export interface Gathering<Question, Answer> {
  /** How long the first question waits for others, on its asker's clock. */
  readonly waitMs: number;
  /** Questions in lists that one call can carry, none of them empty. */
  cut(questions: readonly Question[]): readonly (readonly Question[])[];
  /** One call for all of them; one answer for each, in their order. */
  send(questions: readonly Question[]): Promise<readonly Answer[]>;
}

/** A call that fails because of one question is asked again for each alone: the others are not harmed. */
export function gather<Question, Answer>(
  gathering: Gathering<Question, Answer>,
): Ask<Question, Answer> {
  let waiting: Waiting<Question, Answer>[] = [];
  const sendAll = (): void => {
    const gathered = waiting;
    waiting = [];
    let from = 0;
    for (const { length } of gathering.cut(gathered.map(({ question }) => question))) {
      void settle(gathering, gathered.slice(from, from + length));
      from += length;
    }
  };
  return (question, clock) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject });
      if (waiting.length === 1) clock.after(gathering.waitMs, sendAll);
    });
}

interface Waiting<Question, Answer> {
  readonly question: Question;
  resolve(answer: Answer): void;
  reject(reason: unknown): void;
}

async function settle<Question, Answer>(
  gathering: Gathering<Question, Answer>,
  gathered: readonly Waiting<Question, Answer>[],
): Promise<void> {
  try {
    const answers = await gathering.send(gathered.map(({ question }) => question));
    for (const [index, { resolve }] of gathered.entries()) resolve(answers[index] as Answer);
  } catch (error) {
    if (gathered.length > 1 && isOfOne(error)) {
      await Promise.all(gathered.map((each) => settle(gathering, [each])));
      return;
    }
    for (const { reject } of gathered) reject(error);
  }
}

/** A cloud that is slow or away is so for everybody: asking it more often would make it worse. */
function isOfOne(error: unknown): boolean {
  return error instanceof CloudError && error.kind !== 'throttled' && error.kind !== 'unavailable';
}
