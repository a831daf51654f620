// Where Penstock accepts what Harness's published schema does not, each with its reason.

export interface KnownDifference {
  readonly path: RegExp;
  readonly message: RegExp;
  readonly reason: string;
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    path: /\/condition$|\/strategy\/when$/,
    message: /must be string/,
    reason: 'a condition that is plainly true or false needs no quotes here',
  },
  {
    path: /\/timeout$|\/retryIntervals\/\d+$|\/duration$/,
    message: /must match pattern/,
    reason:
      'the pattern of durations wants two digits of seconds and no blank at the ends; Harness itself reads 5s',
  },
  {
    path: /\/notificationMethod\/spec$|\/notificationMethod$/,
    message: /.*/,
    reason: 'notification rules have no effect here, so what a channel needs is not judged',
  },
  {
    path: /\/outputVariables\/\d+/,
    message: /.*/,
    reason:
      'the value of a Number output is the name of a shell variable, which the schema wants to be a number',
  },
];
