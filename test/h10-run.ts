import { makeBases } from './bench/label-carriers/bases.ts';
import { runTrials } from './bench/label-carriers/trials.ts';
import { LabelDesk } from './support/labelling.ts';
import { mkdirSync } from 'node:fs';
const desk = new LabelDesk();
mkdirSync(desk.path('bases'));
try {
const t0 = performance.now();
const bases = await makeBases(desk.path('bases'));
const trials = await runTrials(bases, desk);
for (const t of trials) { console.log(t.format, t.name, t.standard.slice(0,4), '|', t.place, '|', t.exiftool.join(), '|', t.ffprobe.join(), '|', t.other, t.guidePlace, '|', t.replaced.join('/'), '|', t.witness, t.panorama ? '| 360' : ''); for (const f of t.faults) console.log('   FAULT', f.slice(0, 600)); }
console.log((performance.now()-t0)/1000);
} finally { await desk.close(); }
