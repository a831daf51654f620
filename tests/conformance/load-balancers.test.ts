// The load balancer port over every adapter.
import { inProcess } from './clouds/in-process.ts';
import { overHttp } from './clouds/over-http.ts';
import { withSharedReads } from './clouds/with-shared-reads.ts';
import { loadBalancersSuite } from './load-balancers.ts';

loadBalancersSuite('the twin in this process', inProcess);
loadBalancersSuite('the real client over HTTP', overHttp);
loadBalancersSuite('reads that are shared', withSharedReads(overHttp));
