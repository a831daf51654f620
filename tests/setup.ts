// Runs before every test file: no cloud's variables reach a test, and no request leaves this machine.
import { beforeAll } from 'vitest';
import { clearCloudVariables, refuseAllButLoopback } from './loopback-only.ts';

beforeAll(() => {
  clearCloudVariables(process.env);
  refuseAllButLoopback();
});
