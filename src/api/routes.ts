// All routes of the API by name.
import { logRoutes } from './routes/logs.ts';
import { peopleRoutes } from './routes/people.ts';
import { planRoutes } from './routes/plans.ts';
import { runRoutes } from './routes/runs.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import { wordRoutes } from './routes/words.ts';

export const ROUTES = {
  ...sessionRoutes,
  ...peopleRoutes,
  ...runRoutes,
  ...wordRoutes,
  ...logRoutes,
  ...planRoutes,
  ...webhookRoutes,
};

export type Routes = typeof ROUTES;
