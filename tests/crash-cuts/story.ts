// A canonical story: a run told in one sentence, which can be begun anew as often as it is cut.
import type { Scene } from './scene.ts';

export interface Story {
  readonly name: string;
  /** Third-party data that this machine does not have. */
  readonly missing?: string;
  /**
   * Where clouds say nothing: a step that runs out of its time, and one that gives up a little earlier
   * because it cannot read, are the same.
   */
  readonly isSilent?: boolean;
  /** A read that is never allowed may be the one by which a crashed write is found again: then what stays is named. */
  readonly mayStayBehind?: boolean;
  /** Rungs whose proof a trouble follows: a life that begins the step anew may meet that trouble before the proof. */
  readonly rungsInTrouble?: readonly string[];
  /**
   * A crashed write is looked for: a read that is refused once is asked again there, so all goes well; and
   * what may not be written may be seen to be so already, so all goes back.
   */
  readonly mayEndBetter?: 'Success' | 'RolledBack' | undefined;
  begin(): Promise<Scene>;
}
