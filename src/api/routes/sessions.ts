// The routes of signing in and out.
import { z } from 'zod';
import type { RouteDefinition } from '../route-definition.ts';
import type { RouteName } from '../route-paths.ts';

export const roleSchema = z.enum(['viewer', 'operator', 'approver', 'admin']);
const password = z.string().min(12).max(1_000);

export const sessionSchema = z.object({
  user: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  isOwner: z.boolean(),
  /** How the person came in; `open` is everybody on loopback, by an explicit flag. */
  by: z.enum(['password', 'oidc', 'token', 'open']),
  projects: z.array(
    z.object({
      project: z.string(),
      role: roleSchema,
      /** Harness's names, built-in groups included. */
      groups: z.array(z.string()),
    }),
  ),
});

export const sessionRoutes = {
  readSignIn: {
    summary: 'The ways to sign in here.',
    needs: 'nobody',
    answers: z.object({
      password: z.boolean(),
      oidc: z.array(z.object({ id: z.string(), name: z.string(), startPath: z.string() })),
      isOpen: z.boolean(),
      /** Nobody has an account yet: the one-time link that the server printed makes the first. */
      needsFirstLink: z.boolean(),
    }),
  },
  readSession: {
    summary: 'Who the caller is, and what in which project.',
    needs: 'person',
    answers: sessionSchema,
  },
  signIn: {
    summary: 'Signs in by name and password; answers with a cookie.',
    needs: 'nobody',
    body: z.strictObject({
      user: z.string().min(1).max(200),
      password: z.string().min(1).max(1_000),
    }),
    answers: sessionSchema,
  },
  useFirstLink: {
    summary:
      'Makes the first administrator, with the one-time secret that the server printed at its first start.',
    needs: 'nobody',
    body: z.strictObject({
      secret: z.string().min(20).max(200),
      user: z.string().regex(/^[a-z0-9][a-z0-9._@+-]{0,99}$/),
      name: z.string().min(1).max(200),
      password,
    }),
    answers: sessionSchema,
    status: 201,
  },
  signOut: { summary: 'Ends the session.', needs: 'person', answers: z.null(), status: 204 },
} as const satisfies Partial<Record<RouteName, RouteDefinition>>;

export type Session = z.infer<typeof sessionSchema>;
