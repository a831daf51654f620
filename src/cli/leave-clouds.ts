// Takes what leads to real clouds out of this process before a rehearsal.
import { rehearsalEnvironment } from '../app/clouds/rehearsal-environment.ts';

/** Everything after it, children too, sees an environment without keys of a cloud. */
export function leaveClouds(): void {
  process.env = rehearsalEnvironment(process.env);
}
