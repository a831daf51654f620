// Where a checkout keeps its compiled code between two starts: stripping the types anew costs each start half a second.
import { join } from 'node:path';

/** The environment for Node, with the cache unless the caller has one of its own. */
export function withCodeCache(root, environment) {
  return { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'penstock'), ...environment };
}
