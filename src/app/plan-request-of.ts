// What planning is asked for a loaded project.
import type { PlanFacts, PlanRequest } from '../plan/create-plan.ts';
import type { LoadedProject } from './load-project.ts';

export function planRequestOf(loaded: LoadedProject, facts: PlanFacts): PlanRequest {
  const { project, bound, pipeline } = loaded;
  return { project, bound, facts, ...(pipeline === undefined ? {} : { pipeline }) };
}
