import { decodeImage } from '#core/media/image.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { identify } from '#core/intake/identify.ts';
import { findLsbMessages } from '#core/mark/foreign/lsb-message.ts';
import { looksReplaced, lsbEstimates } from '#core/mark/foreign/lsb-statistics.ts';
import { corpus } from './support/corpus.ts';
import { corpusFiles } from './support/corpus-files.ts';
for(const f of corpusFiles()){ const m=await identify(corpus(f),null); if(m.format!=='png'&&m.format!=='tiff') continue; const d=await decodeImage(corpus(f),{format:m.format,limits:defaultLimits}); if(!d.ok) continue;
 const r=findLsbMessages(d.image,-6); const e=lsbEstimates(d.image); if(r.messages.length) console.log(f,JSON.stringify(r.messages).slice(0,500)); if(e.some(looksReplaced)) console.log('HINT',f,d.image.width,d.image.height,JSON.stringify(e));}
