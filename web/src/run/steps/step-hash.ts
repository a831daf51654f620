// A step as an address names it.
export function stepHash(path: string): string {
  return `#step:${encodeURI(path)}`;
}

export function stepNamed(hash: string): string | undefined {
  const found = /^#step:(.+)$/.exec(hash);
  try {
    return found?.[1] === undefined ? undefined : decodeURI(found[1]);
  } catch {
    return undefined;
  }
}
