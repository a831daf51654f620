/** Everything else is a defect and stays what it is. */
export declare function refusalOfTwin(
  cause: unknown,
  worldFile: string,
  port: number | undefined,
): unknown;
