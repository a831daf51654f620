// Rules that several runs look at within a moment, read with as few DescribeRules as can name them.
import type { LoadBalancers, Rule } from '../load-balancer.ts';
import { type Ask, gather } from './gather.ts';

export interface RulesQuestion {
  /** The asker's own client. */
  readonly loadBalancers: Pick<LoadBalancers, 'rulesByArn'>;
  readonly ruleArns: readonly string[];
}

/** DescribeRules names so many rules at most. */
const ARNS_PER_CALL = 20;

export function gatherRules(waitMs: number): Ask<RulesQuestion, readonly Rule[]> {
  return gather<RulesQuestion, readonly Rule[]>({ waitMs, cut, send });
}

/** Somebody who asks for more than a call carries keeps it all together. */
function cut(questions: readonly RulesQuestion[]): readonly (readonly RulesQuestion[])[] {
  const lists: RulesQuestion[][] = [];
  let arns = new Set<string>();
  for (const question of questions) {
    const together = new Set([...arns, ...question.ruleArns]);
    const last = lists.at(-1);
    if (last !== undefined && together.size <= ARNS_PER_CALL) {
      last.push(question);
      arns = together;
    } else {
      lists.push([question]);
      arns = new Set(question.ruleArns);
    }
  }
  return lists;
}

async function send(questions: readonly RulesQuestion[]): Promise<readonly (readonly Rule[])[]> {
  const newest = questions.at(-1)?.loadBalancers;
  const arns = [...new Set(questions.flatMap(({ ruleArns }) => ruleArns))];
  const rules = new Map((await newest?.rulesByArn(arns))?.map((rule) => [rule.arn, rule]));
  return questions.map(({ ruleArns }) => ruleArns.flatMap((arn) => rules.get(arn) ?? []));
}
