/** Figures and tables. */
export const figureStyle = `
.figure{background:var(--surface);border:1px solid var(--line);border-radius:8px;padding:16px;margin:0 0 24px;display:grid;gap:12px;min-width:0;grid-template-columns:minmax(0,1fr)}
.figure>figcaption{min-width:0}
.sub{font-size:13px;line-height:18px;color:var(--text-2);max-width:66ch;margin-top:2px}
.body{min-width:0}
.foot{font-size:12px;line-height:16px;color:var(--text-3);margin-top:12px}
.aids{min-width:0;display:grid;grid-template-columns:minmax(0,1fr);gap:4px;font-size:13px;line-height:18px;color:var(--text-2);align-content:start}
.aids p{max-width:66ch;padding:4px 0 8px}
summary{cursor:pointer;width:fit-content;min-height:24px;padding:3px 0;font-size:13px;line-height:18px;color:var(--text-2);text-decoration:underline;text-decoration-color:var(--line-strong);text-underline-offset:3px}
svg.wide,svg.narrow{display:block;width:100%;height:auto;font-size:12px}
svg{font-size:12px}
svg text{fill:var(--text)}
svg .quiet{fill:var(--text-3)}
svg .strong{font-weight:560}
svg .on{fill:var(--on)}
.fill{fill:var(--c)}
.hollow{fill:none;stroke:var(--c);stroke-width:2}
.band{fill:var(--c);opacity:.2}
.halo{stroke:var(--surface);stroke-width:1.25}
.haloed{paint-order:stroke;stroke:var(--surface);stroke-width:4px;stroke-linejoin:round}
.track{fill:var(--sunken)}
.opening .track{fill:var(--line)}
.untested{fill:none;stroke:var(--line-strong);stroke-dasharray:3 3}
.chance{fill:var(--seg-rest)}
.tick{stroke:var(--line-strong);stroke-dasharray:2 2}
.ink{fill:var(--text)}
.rest{fill:var(--seg-rest)}
.axis,.grid{stroke:var(--line);stroke-width:1}
.median{stroke:var(--text-2);stroke-width:1.5}
.zero{stroke:var(--line-strong)}
.mean-halo{stroke:var(--surface);stroke-width:3;opacity:.85}
.mean{stroke:var(--text);stroke-dasharray:5 3;stroke-width:1.25}
.ridge{fill:var(--c);opacity:.22}
.ridge-edge{fill:none;stroke:var(--c);stroke-width:1.5}
.count-bar{fill:var(--c);opacity:.45}
.at-median{stroke:var(--c);stroke-width:2}
.value{font-weight:560;paint-order:stroke;stroke:var(--surface);stroke-width:3px;stroke-linejoin:round}
.pillar{fill:var(--sunken)}
.series path{fill:none;stroke:var(--text-3);stroke-width:1.5}
.series circle{fill:var(--surface);stroke:var(--text-3);stroke-width:1.5}
.line-1 path{stroke:var(--text);stroke-width:2}
.line-1 circle{fill:var(--text);stroke:var(--text)}
.line-2 path{stroke-dasharray:5 3}
.line-3 path{stroke-dasharray:1.5 3;stroke-linecap:round}
.elbow{fill:none;stroke:var(--text-3);stroke-width:1}
.elbow.above{stroke:var(--text);stroke-width:1.75}
.choice-ring{fill:none;stroke:var(--text);stroke-width:1.75}
.pill{fill:var(--surface);stroke:var(--c);stroke-width:1.75;vector-effect:non-scaling-stroke}
.pill.indicative{stroke-dasharray:5 3}
.pill.unreliable{stroke-dasharray:1 3;stroke-linecap:round}
.map{display:grid;grid-template-columns:18px minmax(0,1fr);gap:4px}
.plane{position:relative;align-self:start;border-left:1px solid var(--line);border-bottom:1px solid var(--line)}
.plane img{display:block;width:100%;height:auto}
.plane svg{position:absolute;inset:0}
.axis-up{writing-mode:vertical-rl;transform:rotate(180deg);text-align:end;font-size:12px;line-height:16px;color:var(--text-2)}
.axis-across{grid-column:2;text-align:right;font-size:12px;line-height:16px;color:var(--text-2)}
.t-top{--c:var(--more-4);--on:var(--scale-4-on)}
.t-middle{--c:var(--more-3);--on:var(--scale-3-on)}
.t-base{--c:var(--more-2);--on:var(--text)}
table{border-collapse:collapse;width:100%;font-size:13px;line-height:18px}
th,td{padding:7px 8px;text-align:left;vertical-align:middle;border-bottom:1px solid var(--line);font-weight:400}
th:first-child,td:first-child{padding-left:0}
thead th{font-size:12px;line-height:16px;color:var(--text-3);vertical-align:bottom}
tbody th{font-weight:560}
.n{text-align:right;white-space:nowrap}
.scroll{position:relative;overflow-x:auto;max-width:100%}
.scroll.narrow{display:none}
.heat{border-collapse:separate;border-spacing:3px;font-size:13px}
.heat th,.heat td{border:0;padding:8px 10px}
.heat td{border-radius:3px;white-space:nowrap;min-width:76px}
.heat td span{font-size:12px;float:right;padding-left:8px}
.heat thead th{color:var(--text);font-weight:560;font-size:13px;padding-block:0 4px}
.heat small{display:block;font-size:12px;font-weight:400;color:var(--text-3)}
.heat tbody th{white-space:nowrap;padding-left:0}
.heat .usual td,.heat .usual th{padding-block:10px}
.heat .gap{border-left:18px solid var(--surface)}
.h0{background:var(--mid)}
.hm1{background:var(--more-1)}.hm2{background:var(--more-2)}
.hm3{background:var(--more-3);color:var(--scale-3-on)}.hm4{background:var(--more-4);color:var(--scale-4-on)}
.hl1{background:var(--less-1)}.hl2{background:var(--less-2)}
.hl3{background:var(--less-3);color:var(--scale-3-on)}.hl4{background:var(--less-4);color:var(--scale-4-on)}
.scale-key{display:flex;flex-wrap:wrap;gap:8px;align-items:center;font-size:12px;color:var(--text-3);margin-top:8px}
.scale-key .steps{display:inline-flex}
.scale-key i{width:15px;height:11px}
.candidates .remark{min-width:180px}
.candidates tr.chosen{background:var(--sunken)}
.candidates tr.chosen .value-bar{fill:var(--text)}
.candidates tr.refused :is(th,td){color:var(--text-3);font-weight:400}
.candidates .divider th{padding-top:16px;font-size:12px;font-weight:400;color:var(--text-3);border-bottom-color:var(--line-strong)}
.candidates tbody th{font-weight:400;white-space:nowrap}
.candidates tr.chosen th{font-weight:560}
.cell-bar{margin-right:8px;vertical-align:1px}
.value-bar,.spark{fill:var(--text-3)}
.spark{display:block}
.data code{display:block;font-weight:400;overflow-wrap:normal;white-space:nowrap}
.chips{display:flex;flex-wrap:wrap;gap:6px}
.chip{background:var(--sunken);border-radius:4px;padding:3px 8px;white-space:nowrap}
.rules .named{white-space:nowrap}
.profile th,.profile td{padding-inline:4px}
.profile tbody th{overflow-wrap:anywhere}
.anyway p{margin:8px 0;max-width:66ch}
.anyway .figure{border:0;padding:24px 0 0;margin:0}
svg.wide,.scroll.wide{display:none}
.scroll.narrow{display:block}
.narrow .heat{border-spacing:2px}
.narrow .heat th,.narrow .heat td{padding:8px 4px;min-width:0;text-align:center}
.narrow .heat tbody th{text-align:left;padding-left:0;white-space:normal;overflow-wrap:anywhere;min-width:64px}
@media (min-width:768px),print{
svg.wide,.scroll.wide{display:block}
svg.narrow,.scroll.narrow,.letters{display:none}
.figure{padding:20px}
}
@media screen and (max-width:767px){
.candidates th:nth-child(2),.rules th:first-child,.data th:first-child{position:sticky;left:0;background:var(--surface)}
.candidates tr.chosen th{background:var(--sunken)}
}
@media screen and (min-width:1120px){
.figure{grid-template-columns:280px minmax(0,1fr);grid-template-rows:auto 1fr;gap:12px 40px;padding:24px}
.figure .body{grid-column:2;grid-row:1/3}
.figure .aids{grid-column:1;grid-row:2}
.figure.full{grid-template-columns:minmax(0,1fr);grid-template-rows:none}
.figure.full>*{grid-column:1;grid-row:auto}
.figure:has(.twin[open]) .aids{grid-column:1/3;grid-row:3}
.figure.full:has(.twin[open]) .aids{grid-column:1;grid-row:auto}
}
@media (forced-colors:active){.disc,.fill,.heat td,.meter i.here,.band,.ridge{forced-color-adjust:none}}
`;
