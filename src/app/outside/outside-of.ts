// What the steps of a run reach besides clouds and scripts, by its world and the project's settings.
import type { World } from '../../execution/event.ts';
import type { StepMeans } from '../../steps/tools.ts';
import type { Secrets } from '../secrets.ts';
import type { Settings } from '../settings.ts';
import { createHttpClient } from './http-client.ts';
import { createMailer } from './mailer.ts';

export function outsideOf(
  world: World['kind'],
  { outside: { smtp, answers } }: Pick<Settings, 'outside'>,
  secrets: Pick<Secrets, 'read'>,
): Pick<StepMeans, 'http' | 'mailer' | 'isRehearsal'> {
  const isRehearsal = world === 'twin';
  const secret = (identifier: string): string | undefined => secrets.read(identifier);
  return {
    isRehearsal,
    http: createHttpClient({ isRehearsal, answers }),
    ...(smtp !== undefined && { mailer: createMailer({ smtp, isRehearsal, secret }) }),
  };
}
