/** Colours of both schemes hold at least 4.5:1 as text. */
const LIGHT = `--paper:#fbfaf8;--card:#fff;--ink:#1d2329;--soft:#5b646e;--line:#e2ded7;--grid:#efece6;--dot:#d3cec5;--accent:#2459a9;--accent-soft:#9db8de;--free:#e9e5de;--bound:#7a4a8c;--away:#7a4a8c12;--fits:#1d7046;--warning:#8a5a00;--amber:#d59a2e;--amber-soft:#ecd09b;--error:#b3261e;--error-soft:#e6aba7;--way:#c4beb4`;
const DARK = `--paper:#14171b;--card:#1b1f25;--ink:#e8e6e1;--soft:#a4acb5;--line:#30363e;--grid:#262b32;--dot:#454c55;--accent:#8fb6f2;--accent-soft:#46628c;--free:#313740;--bound:#cf9fe0;--away:#cf9fe014;--fits:#6cc797;--warning:#e6b45a;--amber:#d59a2e;--amber-soft:#7d612c;--error:#f2938c;--error-soft:#80433f;--way:#4b535d`;

/** The style of the page. */
export const STYLE = `:root{color-scheme:light dark;${LIGHT}}
@media (prefers-color-scheme:dark){:root{${DARK}}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
header,main{max-width:1184px;margin:0 auto;padding:0 32px}
header{padding-top:48px}
main{padding-bottom:64px}
h1,h2,h3,p,dl,ul,figure{margin:0;padding:0}
h1{font-size:30px;line-height:1.2;font-weight:650;letter-spacing:-.01em}
h2{font-size:21px;line-height:1.3;font-weight:650;margin:48px 0 16px}
h3{font-size:17px;line-height:1.3;font-weight:650}
a{color:var(--accent)}
.eyebrow{color:var(--soft);font-size:14px;margin-bottom:4px}
.facts{display:flex;flex-wrap:wrap;gap:12px 40px;margin-top:24px}
dt{color:var(--soft);font-size:13px}
dd{margin:0}
.counts,nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:8px 20px;margin-top:20px}
nav ul{margin-top:24px;padding-top:16px;border-top:1px solid var(--line);font-size:15px}
.tag{display:inline-block;font-size:13px;font-weight:600;line-height:1;padding:5px 9px;border:1px solid currentcolor;border-radius:999px}
.error{color:var(--error)}.warning{color:var(--warning)}.note{color:var(--accent)}.silenced,.soft{color:var(--soft)}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:24px;margin-bottom:16px}
.finding{display:grid;grid-template-columns:132px 1fr;gap:0 24px;padding:18px 24px}
.finding h3{font-size:16px}
.finding ul{list-style:none;margin-top:6px;font-size:15px}.finding li+li{margin-top:10px}
.finding .where{font-size:13px;color:var(--soft);display:block}
.finding dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 14px;margin-top:12px;font-size:15px}
.finding dt{font-size:15px}
.pool-facts{display:flex;flex-wrap:wrap;gap:4px 24px;margin:8px 0 24px;font-size:14px}
.pool-facts dt{flex:none;font-size:14px}
.pool-facts div{display:flex;gap:8px;align-items:baseline}
.pictures{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:32px 48px}
figure{font-size:14px}
figcaption{font-weight:600;margin-bottom:12px}
figure p{margin-bottom:12px}
svg{display:block;width:100%;height:auto;font-family:inherit}
svg text{font-size:12px;fill:var(--ink)}
svg .soft,svg .tick,svg .axis,svg .head{fill:var(--soft)}
svg .axis,svg .head,svg .name{font-weight:600}
svg .head{font-size:13px}
svg .name{font-weight:500;font-size:13px}
.grid{stroke:var(--grid);fill:none}
.others{stroke:var(--dot);stroke-width:4;stroke-linecap:round;fill:none}
.types{fill:var(--accent);fill-opacity:.82;stroke:var(--card);stroke-width:1}
.bound{stroke:var(--bound);stroke-width:1.5;stroke-dasharray:5 4;fill:none}
svg .bound-text{fill:var(--bound);stroke:var(--card);stroke-width:4;paint-order:stroke;pointer-events:none}
.away{fill:var(--away)}
.fits{fill:var(--fits);stroke:var(--card);stroke-width:1.5}
.refused{stroke:var(--error);stroke-width:2.5;stroke-linecap:round;fill:none}
.away-by{stroke:var(--soft);stroke-width:1.5;stroke-linecap:round;fill:none}
.reach{fill:transparent}
.point,.box{outline:none}
.point:focus .reach,.point:hover .reach{stroke:var(--ink);stroke-width:2}
.sign{width:16px;height:16px;flex:none}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:4px 18px;color:var(--soft);font-size:13px;margin:8px 0 12px}
.legend li{display:flex;gap:6px;align-items:center}
.readout{min-height:3em;color:var(--soft);margin-top:12px}
.free{fill:var(--free)}
.node.fit-both{fill:var(--accent)}.again.fit-both{fill:var(--accent-soft)}
.node.fit-node{fill:var(--amber)}.again.fit-node{fill:var(--amber-soft)}
.node.fit-none{fill:var(--error)}.again.fit-none{fill:var(--error-soft)}
svg text.fit-node{fill:var(--warning)}svg text.fit-none{fill:var(--error)}
.end{stroke:var(--ink);stroke-width:1.5}
.box rect{fill:var(--paper);stroke:var(--line)}
.box.open rect{stroke-dasharray:4 3}.box.wrong rect{stroke:var(--error);stroke-dasharray:4 3}.box.wrong .soft{fill:var(--error)}
.box:hover rect,.box:focus rect{stroke:var(--ink);stroke-width:2}
.way{fill:none;stroke:var(--way);stroke-width:1.4}
.way.lit{stroke:var(--accent);stroke-width:2.4}
.scroll{overflow-x:auto}
.scroll .wiring{min-width:900px}
details{border-top:1px solid var(--line);margin-top:12px;padding-top:10px;font-size:14px}
summary{cursor:pointer;color:var(--accent);width:max-content;max-width:100%}
details h3{font-size:14px;margin:14px 0 4px}
details ul{padding-left:20px}
table{border-collapse:collapse;width:100%;margin-top:10px;font-size:13px}
caption{text-align:left;color:var(--soft);padding-bottom:4px}
th,td{text-align:left;vertical-align:top;padding:5px 12px 5px 0;border-top:1px solid var(--line);font-weight:400}
thead th{color:var(--soft);border-top:0}
.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
:focus-visible{outline:2px solid var(--accent);outline-offset:3px;border-radius:3px}
.point:focus-visible,.box:focus-visible{outline:none}
@media (max-width:800px){
header,main{padding-left:16px;padding-right:16px}
header{padding-top:28px}
h1{font-size:25px}
h2{margin-top:36px}
.card{padding:16px}
.finding{grid-template-columns:1fr;gap:10px}
.pictures{grid-template-columns:minmax(0,1fr)}
.plot text,.bars text{font-size:16px}
.readout{min-height:6em}
}
@media print{
:root{${LIGHT}}
body{background:#fff}
.card{break-inside:avoid;border-color:#bbb}
nav,.readout,summary{display:none}
.scroll .wiring{min-width:0}
details::details-content{content-visibility:visible}
details{break-inside:auto}
}
`;
