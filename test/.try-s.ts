import { mkdtempSync, writeFileSync } from 'node:fs';
import { extname } from 'node:path';
import { makeSignedMedia } from './support/signed-media.ts';
import { mutate, randomNumbers } from './support/mutations.ts';
import { readCredential, engineTypes } from '#core/media/c2pa.ts';
import { identify } from '#core/intake/identify.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { analysis } from '#core/analyses/provenance/c2pa.ts';
import { runAnalysis } from './support/run-analysis.ts';
const f=mkdtempSync('/tmp/h-wasm/m-'); const src=await makeSignedMedia(f);
const o={lists:[],limits:defaultLimits,signal:new AbortController().signal};
let none=0, shown=0;
for (let n=0;n<10000;n++){ const r=randomNumbers(Math.imul(1,0x9e3779b1)^n); const pick=()=>src[Math.floor(r()*src.length)]!; const s=pick(); const other=pick(); const {kind,bytes}=mutate(s.bytes,other.bytes,r);
 const p=f+'/x'+extname(s.name); writeFileSync(p,bytes); const m=await identify(p,'x'); const mime=engineTypes.get(m.format)??null; if(!mime) continue;
 const c=await readCredential(p,mime,o);
 const structural=['repeat','splice','remove','insert','truncate','exchange'].includes(kind);
 if (structural && c.state==='present' && !c.store.statuses.some(x=>x.kind==='failure'&&x.code!=='signingCredential.untrusted')) { let i=0; while(bytes[i]===s.bytes[i]) i++; console.log('INTACT',n,s.name,kind,other.name,s.bytes.length,'→',bytes.length,'first diff',i); writeFileSync(`/tmp/h-wasm/intact-${n}${extname(s.name)}`,bytes); }
 if (c.state==='none' && none<400) { none++; const a=await runAnalysis(analysis,p); if (a.answer.outcome==='nothing-found' && shown++<12) { console.log('NOTHING',n,s.name,kind,s.bytes.length,'→',bytes.length, 'jumb' , bytes.indexOf('jumb'), bytes.indexOf('c2pa'), 'src store', s.bytes.indexOf('jumb')); writeFileSync(`/tmp/h-wasm/nothing-${n}${extname(s.name)}`,bytes);} }
}
