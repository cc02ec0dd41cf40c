const depths = Array.from(
  { length: 13 },
  (_, depth) => `.depth-${depth}{padding-inline-start:${0.4 + depth}em}`,
).join('\n');

/** Style of the HTML report: light and dark by the reader's setting, ink on white in print. */
export const styleSheet = `
:root{color-scheme:light dark;--ink:#1a1d21;--faint:#5b636d;--paper:#fff;--panel:#f3f5f7;--line:#cfd5db;--accent:#0b5cad;--warn:#8a4b00;--bad:#a3211a;--good:#1c6b3c}
@media (prefers-color-scheme:dark){:root{--ink:#e4e7ea;--faint:#a2abb5;--paper:#16191d;--panel:#1f2429;--line:#3b434c;--accent:#7db4f0;--warn:#e8b04a;--bad:#f08a80;--good:#7fca9b}}
*{box-sizing:border-box}
html{font:14px/1.5 system-ui,"Segoe UI","Noto Sans","Noto Sans SC","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;font-variant-numeric:tabular-nums;background:var(--paper);color:var(--ink)}
body{margin:0}
main,footer{max-width:64rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 1rem}
h2{font-size:1.4rem;margin:2.4rem 0 .8rem;padding-bottom:.2rem;border-bottom:2px solid var(--ink)}
h2.contents{font-size:1.1rem;border:0;margin:1.5rem 0 .3rem}
h3{font-size:1.12rem;margin:1.8rem 0 .5rem}
h4{font-size:1rem;margin:1.2rem 0 .4rem}
h1,h2,h3,h4{text-wrap:balance;break-after:avoid}
.number{color:var(--faint);font-weight:600;margin-inline-end:.35em}
p{margin:.5rem 0;max-width:52rem}
a{color:var(--accent)}
code,.code{font-family:ui-monospace,"Cascadia Mono","JetBrains Mono",Menlo,"DejaVu Sans Mono",monospace;font-size:.88em}
h1,h2,h3,h4,dd,li,p,figcaption,caption,.long{overflow-wrap:anywhere}
.note,.of{color:var(--faint);font-size:.9em;font-weight:400}
ul{margin:.4rem 0;padding-inline-start:1.3rem}
li{margin:.25rem 0;max-width:52rem}
ul.contents{list-style:none;padding:0;columns:2;column-gap:2rem}
ul.contents li{break-inside:avoid;margin:.1rem 0}
ul.contents .level-2{padding-inline-start:1.4rem}
ul.contents a{text-decoration:none;color:inherit}
ul.contents a:hover{text-decoration:underline}
dl{display:grid;grid-template-columns:minmax(9rem,14rem) 1fr;gap:.15rem 1rem;margin:.7rem 0;padding:.5rem 0;border-block:1px solid var(--line)}
dt{color:var(--faint)}
dd{margin:0;min-width:0}
dd p,dd ul{margin-block:0 .2rem}
table{border-collapse:collapse;width:100%;margin:.8rem 0;font-size:.93em}
caption{text-align:start;font-weight:600;padding:.2rem 0}
th,td{text-align:start;vertical-align:top;padding:.22rem .5rem;border-bottom:1px solid var(--line)}
th{font-weight:600;border-bottom:1px solid var(--ink)}
.end{text-align:end}
td.end:not(.long){white-space:nowrap}
tbody tr:nth-child(even){background:var(--panel)}
.flag-warning td:last-child,.flag-notice td:last-child{color:var(--warn)}
.flag-error td:last-child{color:var(--bad)}
${depths}
.finding{border-inline-start:4px solid var(--faint);background:var(--panel);padding:.6rem .9rem;margin:.8rem 0;break-inside:avoid}
.finding.supports{border-color:var(--good)}
.finding.contradicts{border-color:var(--bad)}
.finding.inconclusive{border-color:var(--warn)}
.finding p{margin:.2rem 0}
.finding .bearing{font-weight:600}
.finding .statement{font-size:1.05em}
.finding .group{font-weight:600;margin-top:.5rem;font-size:.92em}
.warning{border:1px solid var(--line);border-inline-start:4px solid var(--warn);padding:.3rem .8rem;margin:.7rem 0}
.warning.notice{border-inline-start-color:var(--accent)}
.warning.error{border-inline-start-color:var(--bad)}
.method{border-top:1px solid var(--line);margin-top:1rem}
.method dl{border:0;padding:0}
figure{margin:1.2rem 0;padding-top:.4rem;border-top:1px solid var(--line)}
figcaption{break-after:avoid}
figure img{display:block;max-width:100%;height:auto;margin:.6rem 0;background:#fff}
figure img.picture{max-height:34rem;width:auto;border:1px solid var(--line)}
.value{font-size:1.3rem}
.missing{border:1px dashed var(--line);padding:.6rem;color:var(--warn)}
.form p{font-weight:600;margin-top:1.2rem}
.rule{border-bottom:1px solid var(--line);height:2rem}
footer{border-top:1px solid var(--line);font-size:.9em}
@media print{
:root{color-scheme:light;--ink:#000;--faint:#4a4f55;--paper:#fff;--panel:#f3f5f7;--line:#b9c0c7;--accent:#000;--warn:#6b3a00;--bad:#8a1610;--good:#14522d}
@page{size:A4;margin:20mm 18mm 22mm;@bottom-right{content:counter(page) " / " counter(pages);font-size:9pt}}
html{font-size:9.5pt}
main,footer{max-width:none;padding:0}
h2{break-before:page}
h2.contents{break-before:auto}
tr,img,.warning{break-inside:avoid}
thead{display:table-header-group}
a{color:inherit;text-decoration:none}
}
`;
