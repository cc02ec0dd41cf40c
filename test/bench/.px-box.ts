import { boxFourLines, boxLine, BoxColumns } from '../../shared/numeric/box-filter.ts';
const w = 4000, n = 3000; const mk = () => [0,1,2,3].map((k) => Float32Array.from({length:w},(_, i)=>((i*37+k*11)%255)+0.123));
const a = mk(), b = mk();
const t = (name, f) => { let m=1e9; for (let i=0;i<5;i++){const s=performance.now(); f(); m=Math.min(m,performance.now()-s);} console.log(name.padEnd(12), (m/(w*n/1e6)).toFixed(2),'ms/MP'); };
t('four', () => { for (let i=0;i<n;i+=4) boxFourLines(a,32,b); });
t('line', () => { for (let i=0;i<n;i++) boxLine(a[0],32,b[0]); });
t('columns', () => { const c = new BoxColumns(w,n,24,()=>{}); for(let i=0;i<n;i++){ c.push(); } });
// interleaved
function inter(src: Float32Array, size: number, out: Float32Array){ let s0=0,s1=0,s2=0,s3=0; const share=1/size; const L=src.length; for(let e=size*4,l=0;e<L;e+=4,l+=4){
 s0=Math.fround(Math.fround(s0+src[e])-src[l]); s1=Math.fround(Math.fround(s1+src[e+1])-src[l+1]); s2=Math.fround(Math.fround(s2+src[e+2])-src[l+2]); s3=Math.fround(Math.fround(s3+src[e+3])-src[l+3]);
 out[l]=s0*share; out[l+1]=s1*share; out[l+2]=s2*share; out[l+3]=s3*share; } }
const A=new Float32Array(w*4).fill(3.3), B=new Float32Array(w*4);
t('inter', () => { for (let i=0;i<n;i+=4) inter(A,32,B); });
function block(src: Float32Array, w: number, size: number, out: Float32Array){ let s0=0,s1=0,s2=0,s3=0; const share=1/size; const w2=2*w,w3=3*w; for(let e=size,l=0;e<w;e+=1,l+=1){
 s0=Math.fround(Math.fround(s0+src[e])-src[l]); s1=Math.fround(Math.fround(s1+src[e+w])-src[l+w]); s2=Math.fround(Math.fround(s2+src[e+w2])-src[l+w2]); s3=Math.fround(Math.fround(s3+src[e+w3])-src[l+w3]);
 out[l]=s0*share; out[l+w]=s1*share; out[l+w2]=s2*share; out[l+w3]=s3*share; } }
t('block', () => { for (let i=0;i<n;i+=4) block(A,w,32,B); });
function blockPick(src: Float32Array, w: number, size: number, out: Float32Array){ let s0=0,s1=0,s2=0,s3=0; const share=1/size; const w2=2*w,w3=3*w; for(let e=size,l=0;e<w;e+=1,l+=1){
 s0=Math.fround(Math.fround(s0+src[e])-src[l]); s1=Math.fround(Math.fround(s1+src[e+w])-src[l+w]); s2=Math.fround(Math.fround(s2+src[e+w2])-src[l+w2]); s3=Math.fround(Math.fround(s3+src[e+w3])-src[l+w3]);
  } out[0]=s0; out[1]=s1; out[2]=s2; out[3]=s3; }
t('nostore', () => { for (let i=0;i<n;i+=4) blockPick(A,w,32,B); });
t('four again', () => { for (let i=0;i<n;i+=4) boxFourLines(a as any,32,b as any); });
