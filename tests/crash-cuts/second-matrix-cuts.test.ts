// The second half of the rollback matrix, each case stopped abruptly somewhere: the end is the one of the case.
import { testMatrixCuts } from './test-matrix-cuts.ts';

testMatrixCuts(1);
