// From the author's pipeline to the plan of one run, or to all that stands in its way.
import type { Pipeline } from '../pipeline/pipeline.ts';
import { checkBarriers } from './barriers.ts';
import { lowerBound } from './lower-bound.ts';
import { lowerTemplate, lowerTimeout } from './lower-common.ts';
import { lowerStages } from './lower-stages.ts';
import { pipelineNames } from './pipeline-names.ts';
import type { Plan } from './plan.ts';
import type { Planned, PlanRequest } from './plan-request.ts';
import { openSession, type Session } from './session.ts';
import { type KnownStages, searchStages } from './stage-names.ts';

export type { PlanFacts, Planned, PlanRequest } from './plan-request.ts';

/** Pure: with the same request it gives the same plan. Facts it needs are asked for, all at once. */
export function createPlan(request: PlanRequest): Planned {
  const { session, gathered } = openSession(request.project, request.facts, request.bound);
  const pipeline = choosePipeline(request, session);
  const plan = pipeline && lowerPipeline(pipeline, request.bound, session);
  const { diagnostics, needs, resolved } = gathered();
  const isComplete = needs.length === 0 && diagnostics.every((each) => each.severity !== 'error');
  return { plan: isComplete ? plan : undefined, diagnostics, needs, resolved };
}

function choosePipeline(request: PlanRequest, session: Session): Pipeline | undefined {
  const { pipelines } = request.project;
  const known = pipelines.map((each) => each.identifier).join(', ');
  const [only, second] = pipelines;
  if (request.pipeline === undefined && only !== undefined && second === undefined) return only;
  const found = pipelines.find((each) => each.identifier === request.pipeline);
  if (found !== undefined) return found;
  const message =
    only === undefined
      ? 'This project has no pipeline.'
      : request.pipeline === undefined
        ? 'This project has several pipelines.'
        : `This project has no pipeline "${request.pipeline}".`;
  const hint = only === undefined ? 'Add a file with a pipeline.' : `Name one of them: ${known}.`;
  session.report('unknown-entity', undefined, message, hint);
  return undefined;
}

function lowerPipeline(pipeline: Pipeline, bound: PlanRequest['bound'], opened: Session): Plan {
  const { orgIdentifier, projectIdentifier } = pipeline;
  const session: Session = { ...opened, home: { orgIdentifier, projectIdentifier } };
  const known: KnownStages = new Map();
  const names = pipelineNames(pipeline, searchStages(pipeline, known, session));
  const filling = { session, names, node: { path: '', fqn: pipeline.fqn } };
  session.takeNode(pipeline.position);
  checkBarriers(pipeline, session);
  const { nodes, fillings } = lowerStages(pipeline, filling, known);
  const timeoutMs = lowerTimeout(pipeline, filling);
  return {
    format: 1,
    pipeline: {
      kind: 'pipeline',
      path: '',
      identifier: pipeline.identifier,
      name: pipeline.name,
      ...lowerTemplate(pipeline),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      stages: nodes,
    },
    bound: lowerBound(bound, filling, fillings),
  };
}
