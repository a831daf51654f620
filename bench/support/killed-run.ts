// A process that begins a run of a thousand steps and kills itself at the code of its 991st: `killed-run.ts FILE`.
import { openSqliteJournal } from '../../src/store/sqlite/sqlite-journal.ts';
import { driveRun, startRun } from './bench-drive.ts';
import { doOneEffect, ONE_EFFECT, oneEffectPlan } from './one-effect-pipeline.ts';

const DONE = 990;

const journal = openSqliteJournal({ file: process.argv[2] ?? '', wallNow: Date.now });
const id = await startRun(journal, oneEffectPlan({ groups: 100, stepsPerGroup: 10 }));
let begun = 0;
await driveRun({
  id,
  journal,
  type: ONE_EFFECT,
  parkWhenIdle: false,
  run: (spec, context) => {
    if (begun++ === DONE) process.kill(process.pid, 'SIGKILL');
    return doOneEffect(spec, context);
  },
});
