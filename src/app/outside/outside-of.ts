// What the steps of a run reach besides clouds and scripts, by its world and the project's settings.
import type { StepMeans } from '../../steps/tools.ts';
import type { PreparedRun } from '../prepare-run.ts';
import { readSettings } from '../settings.ts';
import { createHttpClient } from './http-client.ts';
import { createMailer } from './mailer.ts';

export function outsideOf(
  run: Pick<PreparedRun, 'world' | 'secrets' | 'loaded'>,
): Pick<StepMeans, 'http' | 'mailer' | 'isRehearsal'> {
  const isRehearsal = run.world.kind === 'twin';
  const { smtp, answers } = readSettings(run.loaded.folder).outside;
  const secret = (identifier: string): string | undefined => run.secrets.read(identifier);
  return {
    isRehearsal,
    http: createHttpClient({ isRehearsal, answers }),
    ...(smtp !== undefined && { mailer: createMailer({ smtp, isRehearsal, secret }) }),
  };
}
