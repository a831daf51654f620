// What is wrong with a project beside its pipeline: settings for nobody, and group documents that cannot be deployed.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../lib/json.ts';
import { isJsonObject } from '../lib/json.ts';
import { nearestHint } from '../lib/nearest.ts';
import type { Diagnostic } from '../pipeline/diagnostic.ts';
import { storeKey } from '../pipeline/file-store.ts';
import type { Project } from '../pipeline/pipeline.ts';
import { stagesOf } from '../pipeline/stages-of.ts';
import { objectionsTo } from '../steps/setup/refuse-document.ts';
import type { LoadedProject } from './load-project.ts';
import { readSettings } from './settings.ts';

/** Throws `Refusal` when the settings cannot be read at all. */
export function checkProject({ folder, project, pipeline }: LoadedProject): readonly Diagnostic[] {
  return [
    ...settingsForNobody(folder, project),
    ...usedInfrastructures(project, pipeline).flatMap((each) => refusedDocument(each, project)),
  ];
}

/** A misspelt environment would silently run with the defaults. */
function settingsForNobody(folder: string, project: Project): readonly Diagnostic[] {
  const known = project.environments.map((each) => each.identifier);
  const unknown = readSettings(folder).environments.filter((each) => !known.includes(each));
  return unknown.map((environment) => ({
    code: 'unknown-entity',
    severity: 'error',
    message: `These settings are for an environment "${environment}", which the project does not hold.`,
    hint: nearestHint(environment, known) || 'Add the environment, or remove its settings.',
    position: { file: 'penstock.yaml', line: lineOf(folder, environment), column: 1 },
  }));
}

function lineOf(folder: string, environment: string): number {
  const file = join(folder, 'penstock.yaml');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  return Math.max(1, lines.findIndex((line) => line.trim().startsWith(environment)) + 1);
}

type Infrastructure = Project['infrastructures'][number];

function usedInfrastructures(
  { pipelines, infrastructures }: Project,
  pipeline: string | undefined,
): readonly Infrastructure[] {
  const used = pipelines
    .filter((each) => pipeline === undefined || each.identifier === pipeline)
    .flatMap((each) => stagesOf(each).map((stage) => stage.deployment?.infrastructureRef));
  return infrastructures.filter((each) => used.includes(each.identifier));
}

function refusedDocument(infrastructure: Infrastructure, project: Project): readonly Diagnostic[] {
  const file = storeKey(infrastructure.configurationFile);
  return objectionsTo(parse(project.files.get(file) ?? '')).map((objection) => ({
    code: 'unsupported-field',
    severity: 'error',
    message: `The group document "${file}" cannot be deployed blue-green: ${objection}.`,
    hint: 'Remove it from the document.',
    position: infrastructure.position,
  }));
}

/** What is no JSON yet is judged once its expressions are filled in. */
function parse(text: string): JsonObject {
  try {
    const document: unknown = JSON.parse(text);
    return isJsonObject(document as JsonObject) ? (document as JsonObject) : {};
  } catch {
    return {};
  }
}
