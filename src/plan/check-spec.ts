// A step's spec once all that is known is filled in, checked against the definition of its type.
import { isJsonObject, type Json, type JsonObject } from '../lib/json.ts';
import type { Position } from '../pipeline/diagnostic.ts';
import type { Step } from '../pipeline/pipeline.ts';
import { checkPlannedSpec } from '../pipeline/step-types/step-types.ts';
import { checkConnector } from './check-connector.ts';
import { elementName, type Filling } from './fill.ts';
import { positionAt } from './session.ts';

/** What still waits for an expression is not judged. */
export function checkSpec(step: Step, spec: JsonObject, filling: Filling): void {
  const { session } = filling;
  for (const { code, path, message, hint } of checkPlannedSpec(step.type, spec)) {
    session.report(code, placeIn(step, path, filling), `${step.name}: ${message}`, hint);
  }
  const reference = connectorOf(spec);
  if (reference !== undefined) {
    const path = ['connectedCloudProvider', 'spec', 'connectorRef'];
    checkConnector(reference, 'Aws', placeIn(step, path, filling), session);
  }
}

function placeIn(
  step: Step,
  path: readonly (string | number)[],
  { session }: Filling,
): Position | undefined {
  let fqn = `${step.fqn}.spec`;
  let written: Json | undefined = step.spec;
  for (const segment of path) {
    written = (written as Readonly<Record<string | number, Json>> | undefined)?.[segment];
    fqn += `.${typeof segment === 'number' ? elementName(written ?? null, segment) : segment}`;
  }
  return positionAt(session, fqn, step.position);
}

function connectorOf(spec: JsonObject): string | undefined {
  const provider = spec['connectedCloudProvider'];
  const inner = isJsonObject(provider) ? provider['spec'] : undefined;
  const reference = isJsonObject(inner) ? inner['connectorRef'] : undefined;
  return typeof reference === 'string' && !reference.includes('<+') ? reference : undefined;
}
