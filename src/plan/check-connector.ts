// A connector that a pipeline refers to: the project must hold it, and it must be of the type that is needed.

import { nearestHint } from '../lib/nearest.ts';
import type { Position } from '../pipeline/diagnostic.ts';
import { withoutLevel } from './find-entity.ts';
import type { Session } from './session.ts';

export function checkConnector(
  reference: string,
  type: 'Aws' | 'Spot',
  position: Position | undefined,
  session: Session,
): void {
  const { connectors } = session.project;
  const identifier = withoutLevel(reference);
  const found = connectors.find((each) => each.identifier === identifier);
  if (found?.type === type) return;
  const fitting = connectors.filter((each) => each.type === type).map((each) => each.identifier);
  const message =
    found === undefined
      ? `There is no connector "${identifier}".`
      : `The connector "${identifier}" is of type ${found.type}; one of type ${type} is needed.`;
  const hint =
    nearestHint(identifier, fitting) || `Add a file that describes a connector of type ${type}.`;
  session.report('unknown-entity', position, message, hint);
}
