// The script of a step that names a file of the file store: the plan holds its text, so that a later change of the file is none of the run.
import { isJsonObject, type JsonObject } from '../lib/json.ts';
import type { Step } from '../pipeline/pipeline.ts';
import { type Filling, fillJson } from './fill.ts';
import { positionAt } from './session.ts';
import { readStoreFile } from './store-file.ts';

export function withScriptOfFile(step: Step, spec: JsonObject, filling: Filling): JsonObject {
  const { source } = spec;
  if (!isJsonObject(source) || source['type'] !== 'Harness') return spec;
  const inner = source['spec'];
  const file = isJsonObject(inner) ? inner['file'] : undefined;
  if (typeof file !== 'string') return spec;
  const path = `${step.fqn}.spec.source.spec.file`;
  const place = { path, position: positionAt(filling.session, path, step.position) };
  const found = readStoreFile(file, place, filling);
  if (found === undefined) return spec;
  const script = fillJson(found.text, found.place, filling);
  return { ...spec, source: { type: 'Inline', spec: { script } } };
}
