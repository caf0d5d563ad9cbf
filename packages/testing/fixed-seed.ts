import fc from 'fast-check';
import { testSeed } from './random.ts';

// Vitest loads this before each file: a test that fails once fails again.
fc.configureGlobal({ seed: testSeed });
