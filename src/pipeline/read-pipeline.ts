// `pipeline:`: the root of what runs.
import { wrappedName } from './binding-path.ts';
import { openMapping, optional, optionalText, requiredList } from './fields.ts';
import type { Pipeline, Stage } from './pipeline.ts';
import { memberOf, membersOf, type Place, reportAt } from './place.ts';
import { readIdentity, reportDuplicates } from './read-identity.ts';
import { readStage } from './read-stage.ts';
import { readVariables } from './read-variables.ts';
import { warnOfDelegates, warnOfNotifications } from './without-effect.ts';

export function readPipeline(place: Place): Pipeline | undefined {
  const pipeline = openMapping(place, {
    known: [
      'identifier',
      'name',
      'projectIdentifier',
      'orgIdentifier',
      'description',
      'tags',
      'variables',
      'timeout',
      'stages',
      'delegateSelectors',
      'notificationRules',
      'allowStageExecutions',
      'fixedInputsOnRerun',
    ],
    refused: {
      template: 'Write the stages out.',
      flowControl: 'Barriers are not supported: put the steps in order instead.',
      properties: 'Leave it out: there is no build here.',
    },
  });
  if (pipeline === undefined || optional(pipeline, 'template') !== undefined) return undefined;
  warnOfNotifications(pipeline);
  warnOfDelegates(pipeline);
  return {
    ...readIdentity(pipeline),
    projectIdentifier: optionalText(pipeline, 'projectIdentifier'),
    orgIdentifier: optionalText(pipeline, 'orgIdentifier'),
    variables: readVariables(pipeline),
    timeout: optionalText(pipeline, 'timeout'),
    stages: readStages(pipeline),
    tags: {},
    delegateSelectors: [],
    barriers: [],
    notificationRules: [],
  };
}

function readStages(pipeline: Place): readonly Stage[] {
  const stages: Stage[] = [];
  const places: Place[] = [];
  const elements = requiredList(pipeline, 'stages');
  const level = optional(pipeline, 'stages');
  for (const [index, element] of elements.entries()) {
    const inner = memberOf(element, 'stage');
    if (inner === undefined || level === undefined) {
      reportElement(element);
      continue;
    }
    const place = { ...inner, fqn: wrappedName(level, inner, index) };
    const stage = readStage(place);
    if (stage === undefined) continue;
    stages.push(stage);
    places.push(place);
  }
  reportDuplicates(stages, places);
  return stages;
}

function reportElement(element: Place): void {
  const [first] = membersOf(element);
  if (first?.key === 'parallel') {
    const message = 'Parallel stages are not supported.';
    reportAt(first.place, 'unsupported-stage', message, 'Write the stages one after the other.');
    return;
  }
  const message = 'An element of the list of stages must be a stage.';
  reportAt(element, 'wrong-type', message, 'Write - stage: with its fields below it.');
}
