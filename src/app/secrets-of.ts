// The secrets of a project, as the world of a run may read them.
import type { CloudWorld } from './clouds/guarded-endpoint.ts';
import { rehearsalEnvironment } from './clouds/rehearsal-environment.ts';
import type { LoadedProject } from './load-project.ts';
import { createSecrets, type Secrets } from './secrets.ts';

/** A rehearsal sees nothing of the variables that lead to real clouds. */
export function secretsOf(loaded: LoadedProject, world: CloudWorld['kind']): Secrets {
  const environment = world === 'twin' ? rehearsalEnvironment(process.env) : process.env;
  return createSecrets(loaded.project.secrets, loaded.folder, environment);
}
