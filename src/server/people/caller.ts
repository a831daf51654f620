// Who calls a route: a person or token with roles and groups per project, as the checks of rights see it.
import type { z } from 'zod';
import type { roleSchema } from '../../api/routes/sessions.ts';

export type Role = z.infer<typeof roleSchema>;

export interface Caller {
  /** As journals and the audit trail name the person; empty where nobody is signed in. */
  readonly user: string;
  readonly name: string;
  readonly email: string | undefined;
  readonly isOwner: boolean;
  /** `open` is everybody on loopback, without a cookie: other sites' requests come as that person too. */
  readonly by: 'password' | 'oidc' | 'token' | 'open' | 'nobody';
  /** Of a token: its name and beginning. */
  readonly token?: string;
  /** The address that the request came from. */
  readonly from: string;
  /** Of nobody: why what the request brought does not count, such as an expired token. */
  readonly why?: string;
  roleIn(project: string): Role | undefined;
  /** Harness's names, built-in groups included. */
  groupsIn(project: string): readonly string[];
}
