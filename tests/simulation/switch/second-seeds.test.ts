// Whole runs of the real steps under everything that may go wrong, drawn from seeds: the second half of them.
import { testSeeds } from './test-seeds.ts';

testSeeds(1);
