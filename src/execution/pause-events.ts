// A person holds a run, and lets it go on: in between nothing begins but a way back.

/** What runs ends; nothing that has not begun begins. An abort ends the pause with it. */
export interface PauseRequested {
  readonly type: 'PauseRequested';
  readonly by: string;
  readonly comment?: string;
}

export interface PauseEnded {
  readonly type: 'PauseEnded';
  readonly by: string;
  readonly comment?: string;
}
