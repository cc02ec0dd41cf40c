import { mkdtempSync, writeFileSync } from 'node:fs';
import { makeAuthority, signFile } from './test/fixtures/make/signed.ts';
import { plainJpeg, plainPng } from './test/fixtures/make/containers.ts';
import { offlineSettings } from '#core/media/c2pa-settings.ts';
import { readCredential } from '#core/media/c2pa.ts';
import { defaultLimits as limits } from '#core/media/limits.ts';
const d = mkdtempSync('/tmp/sg-');
const a = makeAuthority(d, 'one', ['1.3.6.1.4.1.62558.2.1']);
const list={id:'user-x',uri:'urn:assay:trust:user-x',title:'x',kind:'manifest' as const,edition:null,sha256:'',certificates:1,anchors:a.root,allowed:'',usages:['1.3.6.1.4.1.62558.2.1']};
writeFileSync(d+'/a.jpg', plainJpeg()); writeFileSync(d+'/a.png', plainPng());
for (const [e,m] of [['jpg','image/jpeg'],['png','image/png']] as const) {
await signFile(`${d}/a.${e}`, `${d}/s.${e}`, m, a, [{action:'c2pa.created', digitalSourceType:'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia', softwareAgent:'Test model'}], offlineSettings([list]));
const r = await readCredential(`${d}/s.${e}`, m, {lists:[list],limits,signal:new AbortController().signal});
console.log(JSON.stringify(r,null,1).slice(0,4000));
}
