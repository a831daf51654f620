// The traffic client's program: settings come as one JSON line, reports go out as JSON lines, a closed stdin ends it.
import { createInterface } from 'node:readline';
import { startTrafficLoad, type TrafficSettings } from './traffic-load.ts';

const REPORT_EVERY_MS = 250;

const input = createInterface({ input: process.stdin });
input.once('line', (line) => {
  const load = startTrafficLoad(JSON.parse(line) as TrafficSettings);
  const say = (final: boolean): void => {
    process.stdout.write(`${JSON.stringify({ final, report: load.report() })}\n`);
  };
  const reporting = setInterval(() => say(false), REPORT_EVERY_MS);
  input.once('close', () => void load.stop());
  void load.ended.then(() => {
    clearInterval(reporting);
    say(true);
    input.close();
    process.stdin.destroy();
  });
});
