// The routes of users, their tokens, roles and groups, and of the audit trail.
import { z } from 'zod';
import { pageOf, pageQuery } from '../page.ts';
import type { RouteDefinition } from '../route-definition.ts';
import type { RouteName } from '../route-paths.ts';
import { roleSchema } from './sessions.ts';

const DAYS_MAX = 366;
const userId = z.string().regex(/^[a-z0-9][a-z0-9._@+-]{0,99}$/);
const password = z.string().min(12).max(1_000);

export const userSchema = z.object({
  user: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  isOwner: z.boolean(),
  isDisabled: z.boolean(),
  by: z.enum(['password', 'oidc']),
  createdAt: z.number(),
  lastSeenAt: z.number().nullable(),
});

export const tokenSchema = z.object({
  token: z.string(),
  name: z.string(),
  /** Of the token's beginning, to tell it from others; the rest is shown once. */
  hint: z.string(),
  role: roleSchema,
  projects: z.array(z.string()).nullable(),
  createdAt: z.number(),
  expiresAt: z.number(),
  lastUsedAt: z.number().nullable(),
});

export const auditSchema = z.object({
  id: z.string(),
  at: z.number(),
  who: z.string(),
  how: z.string(),
  from: z.string(),
  /** The route's name, or `signInByProvider`. */
  what: z.string(),
  project: z.string().nullable(),
  run: z.string().nullable(),
  outcome: z.string(),
  before: z.json(),
  after: z.json(),
});

export const memberSchema = z.object({
  user: z.string(),
  name: z.string(),
  role: roleSchema,
  /** `given` here, by the `identity-provider`’s groups, or as an `owner` of the server. */
  by: z.enum(['given', 'identity-provider', 'owner']),
});
const group = z.object({
  group: z.string(),
  users: z.array(z.string()),
  claims: z.array(z.string()),
});

export const peopleRoutes = {
  listUsers: { summary: 'All users.', needs: 'owner', answers: z.array(userSchema) },
  createUser: {
    summary: 'Makes a user who signs in by password.',
    needs: 'owner',
    body: z.strictObject({
      user: userId,
      name: z.string().min(1).max(200),
      email: z.email().max(300).optional(),
      password,
      isOwner: z.boolean().default(false),
    }),
    answers: userSchema,
    status: 201,
  },
  changeUser: {
    summary: 'Changes a user; disabling ends all sessions and tokens.',
    needs: 'owner',
    body: z.strictObject({
      name: z.string().min(1).max(200).optional(),
      email: z.email().max(300).nullable().optional(),
      password: password.optional(),
      isOwner: z.boolean().optional(),
      isDisabled: z.boolean().optional(),
    }),
    answers: userSchema,
  },
  deleteUser: {
    summary: 'Removes a user; the audit trail keeps the name.',
    needs: 'owner',
    answers: z.null(),
    status: 204,
  },
  changeOwnPassword: {
    summary: 'Changes the caller’s own password and ends the other sessions.',
    needs: 'self',
    body: z.strictObject({ present: z.string().max(1_000), password }),
    answers: z.null(),
    status: 204,
  },
  listTokens: {
    summary: 'The caller’s own tokens.',
    needs: 'person',
    answers: z.array(tokenSchema),
  },
  createToken: {
    summary:
      'Makes a token, with at most the caller’s own rights; the secret is answered this once.',
    needs: 'self',
    body: z.strictObject({
      name: z.string().min(1).max(100),
      role: roleSchema,
      /** Null: all that the person has a role in. */
      projects: z.array(z.string().max(200)).max(100).nullable().default(null),
      days: z.int().min(1).max(DAYS_MAX).default(90),
    }),
    answers: tokenSchema.extend({ secret: z.string() }),
    isSecret: true,
    status: 201,
  },
  deleteToken: {
    summary: 'Ends one of the caller’s tokens.',
    needs: 'self',
    answers: z.null(),
    status: 204,
  },
  listMembers: {
    summary: 'Who has which role in a project.',
    needs: 'admin',
    answers: z.array(memberSchema),
  },
  setMember: {
    summary: 'Gives a user a role in a project.',
    needs: 'admin',
    body: z.strictObject({ role: roleSchema }),
    answers: memberSchema,
  },
  deleteMember: {
    summary: 'Takes a user’s role in a project.',
    needs: 'admin',
    answers: z.null(),
    status: 204,
  },
  listGroups: {
    summary: 'The user groups of a project, as Harness names them.',
    needs: 'viewer',
    answers: z.array(group),
  },
  setGroup: {
    summary: 'Says who is in a user group: users, and groups of the identity provider.',
    needs: 'admin',
    body: z.strictObject({
      users: z.array(z.string().max(200)).max(1_000),
      claims: z.array(z.string().max(200)).max(100).default([]),
    }),
    answers: group,
  },
  deleteGroup: { summary: 'Removes a user group.', needs: 'admin', answers: z.null(), status: 204 },
  listProjectAudit: {
    summary: 'Who did what in a project, newest first.',
    needs: 'admin',
    query: pageQuery.extend({
      run: z.string().max(20).optional(),
      who: z.string().max(200).optional(),
    }),
    answers: pageOf(auditSchema),
  },
  listAudit: {
    summary: 'Who did what on the server, newest first.',
    needs: 'owner',
    query: pageQuery.extend({ who: z.string().max(200).optional() }),
    answers: pageOf(auditSchema),
  },
} as const satisfies Partial<Record<RouteName, RouteDefinition>>;
