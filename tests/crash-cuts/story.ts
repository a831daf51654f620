// A canonical story: a run told in one sentence, which can be begun anew as often as it is cut.
import type { Scene } from './scene.ts';

export interface Story {
  readonly name: string;
  /** Third-party data that this machine does not have. */
  readonly missing?: string;
  begin(): Promise<Scene>;
}
