// All handlers of the server, each group from its own maker.
import type { RouteName } from '../api/route-paths.ts';
import type { Seal } from '../app/seal.ts';
import { makeCloudHandlers } from './clouds/make-cloud-handlers.ts';
import type { ControlRoom } from './control-room.ts';
import type { Handlers } from './handler.ts';
import { makeLogHandlers } from './logs/make-log-handlers.ts';
import type { People } from './people/open-people.ts';
import { makePlanHandlers } from './plans/make-plan-handlers.ts';
import { makeRunHandlers } from './runs/make-run-handlers.ts';
import { makeWordHandlers } from './runs/make-word-handlers.ts';
import type { Runs } from './runs/open-runs.ts';
import { makeWebhookHandlers } from './webhooks/make-webhook-handlers.ts';
import type { Postman } from './webhooks/postman.ts';

export interface HandlerParts {
  readonly room: ControlRoom;
  readonly people: People;
  readonly runs: Runs;
  readonly seal: Seal;
  readonly postman: Postman;
}

/** A route without a handler does not compile. */
export function handlersOf(parts: HandlerParts): Handlers<RouteName> {
  const { room, people, runs, seal, postman } = parts;
  return {
    ...people.handlers,
    ...makeRunHandlers(runs.parts),
    ...makeWordHandlers(runs.parts),
    ...makeLogHandlers(room),
    ...makeCloudHandlers(room),
    ...makePlanHandlers(room),
    ...makeWebhookHandlers(room, seal, postman),
  };
}
