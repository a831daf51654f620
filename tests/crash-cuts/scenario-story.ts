// A scenario of the scenarios' folder as a story, with less traffic.
import { join } from 'node:path';
import { readSettings } from '../../src/app/settings.ts';
import type { Scripts } from '../../src/execution/step.ts';
import { createBashScripts } from '../scenarios/bash-scripts.ts';
import { sourcesOf } from '../scenarios/run-scenario.ts';
import { readScenario, type Scenario } from '../scenarios/scenario.ts';
import { createFaultSchedule } from '../scenarios/scenario-faults.ts';
import { planScenario } from '../scenarios/scenario-plan.ts';
import { type Names, namesOf, readScenarioWorld } from '../scenarios/scenario-world.ts';
import { START } from './matrix-story.ts';
import { openScene, type SceneRequest, type StoryTrouble, type TroubledWorld } from './scene.ts';
import type { Story } from './story.ts';

/** Still more than the 200 requests in a minute that the proof of a share asks for. */
const TRAFFIC_SHARE = 0.2;

/**
 * Its first run, when it has several. A fault that comes in the middle of a step meets another part of
 * it when the step is begun again: `moments` puts such faults to where no step is at work.
 */
export function scenarioStory(
  name: string,
  folder: string,
  moments: Readonly<Record<string, string>> = {},
): Story {
  const read = readScenario(join(import.meta.dirname, '../scenarios', folder));
  const faults = read.faults.map((each) => ({ ...each, when: moments[each.when] ?? each.when }));
  const scenario = { ...read, faults };
  const { missing } = scenario;
  const scripts = remembered(createBashScripts());
  return {
    name,
    ...(missing !== undefined && { missing }),
    begin: () => openScene(sceneOf(scenario, scripts)),
  };
}

function sceneOf(scenario: Scenario, scripts: Scripts): SceneRequest {
  const spec = readScenarioWorld(scenario.projectFolder, scenario.worldChanges);
  const settings = readSettings(scenario.projectFolder);
  return {
    spec,
    startAt: START,
    sources: sourcesOf(scenario, spec).map((source) => ({
      ...source,
      requestsPerSecond: source.requestsPerSecond * TRAFFIC_SHARE,
    })),
    plan: (clouds) => planScenario(scenario, clouds),
    policy: (environment) => ({ ...settings.policy(environment), ...scenario.policy }),
    people: scenario.people,
    choices: scenario.choices,
    isProbed: true,
    trouble: (world) => faultsOf(scenario, namesOf(spec), scripts, world),
  };
}

function faultsOf(
  scenario: Scenario,
  names: Names,
  scripts: Scripts,
  { twin, clouds, foreignEdit }: TroubledWorld,
): StoryTrouble {
  const faults = createFaultSchedule(scenario.faults, names);
  let count = 0;
  return {
    clouds,
    scripts,
    count: () => count,
    onEvent(event) {
      for (const { fault } of faults.due(event)) {
        count += 1;
        twin.inject(fault);
        if (fault.kind === 'rule-edited') foreignEdit();
      }
    },
  };
}

/** Hundreds of runs start the same scripts: each is really run once. */
function remembered(scripts: Scripts): Scripts {
  const known = new Map<string, ReturnType<Scripts['run']>>();
  return {
    run: (key, request, log, signal) => {
      const what = JSON.stringify(request);
      const result = known.get(what) ?? scripts.run(key, request, log, signal);
      known.set(what, result);
      return result;
    },
  };
}
