// The names that hold everywhere in a pipeline.
import type { Pipeline } from '../pipeline/pipeline.ts';
import { stagesOf } from '../pipeline/stages-of.ts';
import {
  group,
  type NameNode,
  type Names,
  nothing,
  plain,
  type Search,
  selectorsAsJson,
  tagGroup,
  text,
  unknown,
  variableGroup,
} from './names.ts';

/** `stages` are found while the plan is made: every stage that is in it is known from then on. */
export function pipelineNames(pipeline: Pipeline, stages: Search): Names {
  const { projectIdentifier, orgIdentifier } = pipeline;
  return new Map([
    ['pipeline', pipelineGroup(pipeline, stages)],
    ['project', levelGroup(projectIdentifier, 'project')],
    ['org', levelGroup(orgIdentifier, 'organisation')],
    ['account', levelGroup(undefined, 'account')],
    ['variable', unknown('only Harness keeps variables outside of pipelines: make it one of this')],
    ['inputSet', unknown('what was bound counts, not the file it came from')],
    ...['trigger', 'eventPayload'].map((name): [string, NameNode] => [name, nothing()]),
    ...DEPLOYED.map((name): [string, NameNode] => [name, unknown('this stage deploys nothing')]),
  ]);
}

/** What a Deployment stage puts its own names for. */
const DEPLOYED = [
  'service',
  'serviceVariables',
  'serviceVariableOverrides',
  'artifact',
  'artifacts',
  'env',
  'infra',
];

const LATER: NameNode = { kind: 'later' };

function pipelineGroup(pipeline: Pipeline, stages: Search): NameNode {
  const { projectIdentifier, orgIdentifier, delegateSelectors } = pipeline;
  const inFolder = unknown('the project is a folder, whatever repository it comes from');
  return group({
    name: text(pipeline.name),
    identifier: text(pipeline.identifier),
    description: text(pipeline.description ?? ''),
    orgIdentifier: text(orgIdentifier),
    projectIdentifier: text(projectIdentifier),
    variables: variableGroup(pipeline.variables, `${pipeline.fqn}.variables`),
    tags: tagGroup(pipeline.tags),
    delegateSelectors: plain(selectorsAsJson(delegateSelectors)),
    selectedStages: plain(stagesOf(pipeline).map(({ identifier }) => identifier)),
    stages: { kind: 'search', search: stages },
    executionMode: text('NORMAL'),
    triggerType: text('MANUAL'),
    triggeredBy: group({ name: LATER, email: LATER }),
    executionId: LATER,
    resumedExecutionId: LATER,
    sequenceId: unknown('executions have an id and no number: use pipeline.executionId'),
    executionUrl: unknown('an execution has no page: use pipeline.executionId'),
    startTs: LATER,
    status: LATER,
    currentStatus: LATER,
    liveStatus: LATER,
    storeType: inFolder,
    repo: inFolder,
    branch: inFolder,
  });
}

function levelGroup(identifier: string | undefined, kind: string): NameNode {
  const inHarness = unknown(`what the ${kind} is called and says of itself is kept in Harness`);
  return group({
    identifier: text(identifier) ?? unknown(`no file says which ${kind} it is`),
    name: inHarness,
    companyName: kind === 'account' ? inHarness : undefined,
    description: inHarness,
    tags: inHarness,
  });
}
