// The handlers of what could run: pipelines with their inputs, validation, plans, and the resources that runs work on.

import { createKeptReads } from '../clouds/kept-reads.ts';
import type { Answer } from '../handler.ts';
import type { HandlersOf } from '../routes-of.ts';
import { servedProject } from '../served-project.ts';
import { listPipelines, readInputs, validate } from './pipelines.ts';
import { listPlans, makePlan, readPlan } from './planned.ts';
import { createResourceReader } from './resources/read-resources.ts';
import { createTurns } from './turns.ts';

const PLANS_AT_ONCE = 2;
const PLANS_WAITING = 8;
const PIPELINES_FRESH_MS = 5_000;

export const makePlanHandlers: HandlersOf<
  | 'listPipelines'
  | 'readPipelineInputs'
  | 'validate'
  | 'createPlan'
  | 'listPlans'
  | 'readPlan'
  | 'readResources'
> = (room) => {
  const turns = createTurns(PLANS_AT_ONCE, PLANS_WAITING, 'plans');
  const pipelines = createKeptReads<Answer<'listPipelines'>>({
    freshMs: PIPELINES_FRESH_MS,
    limit: room.projects.length,
    isStrict: true,
    now: () => room.clock.now(),
  });
  const resources = createResourceReader(room);
  return {
    async listPipelines({ params }) {
      const project = servedProject(room, params.project);
      return pipelines.read(project.id, () => listPipelines(project));
    },
    async readPipelineInputs({ params }) {
      return readInputs(servedProject(room, params.project), params.pipeline);
    },
    async validate({ params, body }) {
      return validate(servedProject(room, params.project), body);
    },
    async createPlan({ params, body, note }) {
      const project = servedProject(room, params.project);
      const planned = await turns.take(() => makePlan(room, project, body));
      note(null, { pipeline: body.pipeline, on: body.on, plan: planned.hash });
      return planned;
    },
    async listPlans({ params }) {
      return listPlans(room, servedProject(room, params.project));
    },
    async readPlan({ params }) {
      return readPlan(room, servedProject(room, params.project), params.hash);
    },
    async readResources({ params }) {
      return resources.read(servedProject(room, params.project));
    },
  };
};
