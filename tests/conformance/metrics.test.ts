// The metrics port over every adapter.
import { inProcess } from './clouds/in-process.ts';
import { overHttp } from './clouds/over-http.ts';
import { withSharedReads } from './clouds/with-shared-reads.ts';
import { metricsSuite } from './metrics.ts';

metricsSuite('the twin in this process', inProcess);
metricsSuite('the real client over HTTP', overHttp);
metricsSuite('reads that are shared', withSharedReads(overHttp));
