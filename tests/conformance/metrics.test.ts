// The metrics port over every adapter.
import { inProcess } from './clouds/in-process.ts';
import { metricsSuite } from './metrics.ts';

metricsSuite('the twin in this process', inProcess);
