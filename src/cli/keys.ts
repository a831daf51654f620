// Single keys of a terminal while a run is watched.

/** Calls for each key until it is closed; Ctrl-C comes as `interrupt`. */
export function listenForKeys(onKey: (key: string) => void): () => void {
  const { stdin } = process;
  if (stdin.isTTY !== true) return () => undefined;
  const onData = (chunk: Buffer): void => {
    for (const key of chunk.toString('utf8')) onKey(key === '\u0003' ? 'interrupt' : key);
  };
  stdin.setRawMode(true);
  stdin.resume();
  stdin.on('data', onData);
  return () => {
    stdin.off('data', onData);
    stdin.setRawMode(false);
    stdin.pause();
  };
}
