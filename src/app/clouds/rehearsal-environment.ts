// The environment of a rehearsal: nothing in it leads to a real cloud.

export type Environment = Readonly<Record<string, string | undefined>>;

/** A copy without `AWS_*` and `SPOTINST_*`, with EC2's metadata service switched off. */
export function rehearsalEnvironment(environment: Environment): Record<string, string | undefined> {
  const kept = Object.entries(environment).filter(([name]) => !/^(AWS|SPOTINST)_/i.test(name));
  return { ...Object.fromEntries(kept), AWS_EC2_METADATA_DISABLED: 'true' };
}
