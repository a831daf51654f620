// An approval that wants more people than its groups have.
import { isJsonObject } from '../../lib/json.ts';
import type { Step } from '../pipeline.ts';
import { stagesOf } from '../stages-of.ts';
import type { LintFacts, LintRule } from './lint-rule.ts';
import { stepsIn } from './steps-in.ts';

export const tooFewApprovers: LintRule = {
  code: 'too-few-approvers',
  means: 'an approval wants more people than its user groups in penstock.yaml have',
  advice: 'lower `minimumCount`, or add people to the groups',
  level: 'warning',
  find: (pipeline, facts) =>
    stagesOf(pipeline).flatMap((stage) =>
      stepsIn(stage.steps)
        .filter(({ step }) => step.type === 'HarnessApproval')
        .flatMap(({ step }) => {
          const environment = stage.deployment?.environmentRef ?? '';
          const [people, wanted] = [peopleOf(step, environment, facts), wantedBy(step)];
          if (people === undefined || wanted === undefined || people >= wanted) return [];
          return [
            {
              message: `"${step.name}" wants ${wanted} approvals, and its user groups have ${people} ${people === 1 ? 'person' : 'people'}: it can only run out of time.`,
              hint: `Lower minimumCount, or add people to userGroups of ${environment} in penstock.yaml.`,
              position: step.position,
            },
          ];
        }),
    ),
};

/** How many there are; undefined when one group's people are not known. */
function peopleOf(step: Step, environment: string, facts: LintFacts): number | undefined {
  const approvers = step.spec['approvers'];
  const groups = approvers !== undefined && isJsonObject(approvers) ? approvers['userGroups'] : [];
  if (!Array.isArray(groups) || groups.length === 0) return undefined;
  const people = new Set<string>();
  for (const group of groups) {
    const known = facts.peopleOf(environment, String(group));
    if (known === undefined) return undefined;
    for (const person of known) people.add(person);
  }
  return people.size;
}

function wantedBy({ spec: { approvers } }: Step): number | undefined {
  const count =
    approvers !== undefined && isJsonObject(approvers) ? approvers['minimumCount'] : undefined;
  return typeof count === 'number' ? count : undefined;
}
