// The names that hold everywhere in a pipeline.
import type { Pipeline } from '../pipeline/pipeline.ts';
import { group, type Names, type Search, tagGroup, text, variableGroup } from './names.ts';

/** `stages` are found while the plan is made: every stage that is in it is known from then on. */
export function pipelineNames(pipeline: Pipeline, stages: Search): Names {
  const { projectIdentifier, orgIdentifier } = pipeline;
  return new Map([
    [
      'pipeline',
      group({
        name: text(pipeline.name),
        identifier: text(pipeline.identifier),
        orgIdentifier: text(orgIdentifier),
        projectIdentifier: text(projectIdentifier),
        variables: variableGroup(pipeline.variables, `${pipeline.fqn}.variables`),
        tags: tagGroup(pipeline.tags),
        stages: { kind: 'search', search: stages },
        executionId: { kind: 'later' },
        resumedExecutionId: { kind: 'later' },
        currentStatus: { kind: 'later' },
      }),
    ],
    ['project', group({ identifier: text(projectIdentifier) })],
    ['org', group({ identifier: text(orgIdentifier) })],
  ]);
}
