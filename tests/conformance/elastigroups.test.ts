// The Elastigroup port over every adapter.
import { inProcess } from './clouds/in-process.ts';
import { elastigroupsSuite } from './elastigroups.ts';

elastigroupsSuite('the twin in this process', inProcess);
