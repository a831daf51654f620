// Which server the command line means, if any.

/** `--server URL` in front of the command, or the variable; undefined: at home. */
export function serverOf(
  argv: readonly string[],
  environment: NodeJS.ProcessEnv,
): string | undefined {
  const at = argv.findIndex((each) => each === '--server' || each.startsWith('--server='));
  const given = argv[at]?.startsWith('--server=')
    ? argv[at].slice('--server='.length)
    : at < 0
      ? undefined
      : argv[at + 1];
  const url = given ?? environment['PENSTOCK_SERVER'];
  return url === '' ? undefined : url;
}
