// The Elastigroup port over every adapter.
import { inProcess } from './clouds/in-process.ts';
import { overHttp } from './clouds/over-http.ts';
import { elastigroupsSuite } from './elastigroups.ts';

elastigroupsSuite('the twin in this process', inProcess);
elastigroupsSuite('the real client over HTTP', overHttp);
