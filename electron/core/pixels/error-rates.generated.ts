// Written by `node test/bench/validation.ts --write`; not edited by hand.
import type { Measurement } from './error-rates.ts';

export const measured: Measurement = { corpus: 'none', methods: {} };
