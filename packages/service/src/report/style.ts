/** The page: type, space, sections, segment rows. Colours come from the tokens, sizes are 12 13 14 16 20 28 44. */
export const pageStyle = `
*{box-sizing:border-box;margin:0}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{background:var(--bg);color:var(--text);font:400 14px/20px Geist,ui-sans-serif,system-ui,sans-serif;font-variant-numeric:tabular-nums lining-nums}
.page{max-width:1184px;margin:0 auto;padding:0 16px 48px}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:16px;top:-60px;background:var(--surface);padding:8px 12px;border-radius:4px;z-index:1}
.skip:focus{top:8px}
a{color:inherit}
:focus-visible{outline:2px solid var(--text);outline-offset:2px}
h1,h2,h3{font-weight:560;letter-spacing:-0.014em}
h1{font:500 28px/34px "Source Serif 4",ui-serif,Georgia,serif;text-wrap:balance;letter-spacing:-0.014em;margin:8px 0 12px;overflow-wrap:anywhere}
h2{font-size:20px;line-height:26px;margin:44px 0 16px}
h3{font-size:16px;line-height:22px;overflow-wrap:anywhere}
strong{font-weight:560}
code,pre{font-family:ui-monospace,"SF Mono","Cascadia Mono","DejaVu Sans Mono",monospace;font-size:12px;overflow-wrap:anywhere;white-space:pre-wrap}
.quiet{color:var(--text-3)}
.claim{font:400 16px/24px "Source Serif 4",ui-serif,Georgia,serif;color:var(--text-2);max-width:66ch;text-wrap:pretty}
.top{display:flex;align-items:center;gap:8px;padding:20px 0;font-size:16px;font-weight:560;letter-spacing:-0.014em}
.top span:last-child{margin-left:auto;font-size:13px;font-weight:400;letter-spacing:0;color:var(--text-3)}
.mark{fill:var(--text)}
.title{font-size:20px;line-height:26px;font-weight:560;letter-spacing:-0.014em;overflow-wrap:anywhere}
.meta{font-size:13px;line-height:18px;color:var(--text-2);margin:2px 0 24px}
.meter{display:flex;flex-wrap:wrap;align-items:center;gap:4px 12px;font-size:13px;color:var(--text-2)}
.meter strong{font-size:14px;color:var(--text)}
.meter .steps{display:inline-flex;gap:3px}
.meter i{width:30px;height:8px;border:1px solid var(--line-strong);border-radius:2px;background:var(--sunken)}
.meter i.here{background:var(--text);border-color:var(--text)}
.meter .scale{color:var(--text-3)}
.verdict .claim{font-size:16px;line-height:26px}
.choice{margin-bottom:16px}
.opening{display:grid;gap:24px}
.tests{display:grid;gap:0}
.test{border-top:1px solid var(--line);padding:14px 0 12px}
.question{display:flex;justify-content:space-between;gap:12px;font-weight:560}
.strip{display:block;width:100%;max-width:360px;height:auto;margin:2px 0;align-self:end}
.strip.tight{display:none}
.answer{font-size:13px;line-height:18px;color:var(--text-2)}
.crowd{margin-top:8px}
.opening+.tests{margin-top:24px}
.disc{display:inline-flex;align-items:center;justify-content:center;flex:none;width:22px;height:22px;border-radius:50%;background:var(--c);color:var(--on);font-size:12px;font-weight:560;letter-spacing:0}
.disc.hollow{background:none;border:2px solid var(--c)}
.named{display:inline-flex;align-items:center;gap:8px}
.named .disc{width:20px;height:20px}
.segments{list-style:none;padding:0;border:1px solid var(--line);border-radius:8px;background:var(--surface)}
.segment{padding:18px 16px;border-top:1px solid var(--line);display:grid;gap:12px 16px;grid-template-columns:1fr 1fr}
.segment:first-child{border-top:0}
.who{display:flex;gap:10px;grid-column:1/-1}
.who .claim{font-size:16px;line-height:22px}
.play{font-size:13px;line-height:18px;grid-column:1/-1;border-top:1px solid var(--line);padding-top:10px}
.play .kind{display:none}
.facts{grid-column:1/-1}
.facts ul{list-style:none;padding:0}
.facts li{display:grid;grid-template-columns:minmax(0,1fr) 58px 50px 76px;gap:6px;align-items:center;font-size:13px;line-height:20px}
.facts li span{overflow-wrap:anywhere}
.facts li strong,.facts li strong+span{text-align:right;white-space:nowrap}
.facts p{font-size:13px;margin-top:4px}
.fact-strip{display:block;width:100%;height:auto}
.size{display:grid;align-content:start}
.size strong{font-size:20px;line-height:26px}
.trust{display:flex;flex-wrap:wrap;gap:2px 10px;align-items:baseline;grid-column:1/-1;font-size:13px}
.trust .word{display:inline-flex;align-items:center;gap:7px;font-weight:560;font-size:14px}
.ring{fill:none;stroke:var(--text);stroke-width:1.75}
.ring.indicative{stroke-dasharray:5.7 2.94}
.ring.unreliable{stroke-dasharray:1 2.45;stroke-linecap:round}
.heads,.paper-only{display:none}
.heads b{font-weight:400}
.legend{display:flex;flex-wrap:wrap;gap:4px 20px;padding:12px 0 0;font-size:12px;line-height:16px;color:var(--text-3)}
.legend>span{display:inline-flex;align-items:center;gap:6px}
.guide{display:none}
.profiles{display:grid;gap:16px}
.profile{background:var(--surface);border:1px solid var(--line);border-radius:8px;padding:16px;min-width:0}
.profile h3{display:flex;align-items:center;gap:8px}
.profile .claim{margin:6px 0}
.evidence{padding-left:18px;font-size:13px;line-height:18px;color:var(--text-2);margin-top:10px}
.profile .picture{display:none}
.method,.notices,.anyway{background:var(--surface);border:1px solid var(--line);border-radius:8px;padding:16px;margin-top:24px;min-width:0}
.method dl{display:grid;gap:0 24px;margin:10px 0}
.method dl div{display:grid;grid-template-columns:110px minmax(0,1fr);gap:8px;padding:4px 0;border-top:1px solid var(--line);font-size:13px;line-height:18px}
.method dt{color:var(--text-3)}
.method dd{overflow-wrap:anywhere}
.notices ul{padding-left:18px;margin-top:8px}
.notices li{padding:2px 0;max-width:80ch;overflow-wrap:anywhere}
.page>footer{margin-top:44px;padding-top:12px;border-top:1px solid var(--line);font-size:12px;line-height:16px;color:var(--text-3);overflow-wrap:anywhere}
@media (min-width:768px),print{
.page{padding:0 32px 64px}
h1{font-size:44px;line-height:48px}
.verdict .claim{font-size:18px;line-height:28px}
.tests{grid-template-columns:repeat(3,1fr);gap:0 28px;border-block:1px solid var(--line)}
.test{border-top:0;display:grid;grid-row:span 3;grid-template-rows:subgrid;row-gap:0}
.question strong{white-space:nowrap}
.phone{display:none}
.heads{display:grid;font-size:12px;line-height:16px;color:var(--text-3);padding:0 20px 8px}
.heads b:last-child{display:none}
.heads,.segment{grid-template-columns:minmax(0,1.15fr) minmax(0,1.3fr) 84px 84px 108px;gap:24px}
.segment{row-gap:8px}
.play{padding:0 0 0 32px;border:0}
.no-money .heads,.no-money .segment{grid-template-columns:minmax(0,1.15fr) minmax(0,1.3fr) 84px 108px}
.segment{padding:18px 20px}
.who,.facts,.trust{grid-column:auto}
.size strong{font-size:14px;line-height:20px}
.size .quiet,.trust{font-size:13px}
.trust{display:grid;align-content:start}
.method dl{grid-template-columns:1fr 1fr}
.profiles{grid-template-columns:1fr 1fr}
.profile .picture{display:table-cell}
}
@media screen and (min-width:768px) and (max-width:1119px),print{
.strip.tight{display:block}
.strip.roomy{display:none}
.heads,.segment{grid-template-columns:minmax(0,1fr) 176px 68px 68px 96px;gap:16px}
.no-money .heads,.no-money .segment{grid-template-columns:minmax(0,1fr) 176px 68px 96px}
.facts li{display:block}
.facts li strong{padding:0 5px}
.facts .fact-strip{display:none}
}
@media screen and (min-width:1120px){
.page{padding:0 32px 96px}
.opening{grid-template-columns:minmax(0,1fr) 330px;gap:64px;align-items:start}
.opening .tests{grid-template-columns:1fr;gap:0;border:0}
.opening .test+.test{border-top:1px solid var(--line)}
.facts li{grid-template-columns:minmax(0,1fr) 60px 52px 96px}
.facts .fact-strip{display:block;width:100%;height:auto}
}
@media screen and (min-width:1200px){
.heads b:last-child{display:inline}
.heads,.segment{grid-template-columns:minmax(0,1fr) minmax(0,1.3fr) 64px 64px 104px 148px;gap:22px}
.no-money .heads,.no-money .segment{grid-template-columns:minmax(0,1fr) minmax(0,1.3fr) 64px 104px 148px}
.facts li{grid-template-columns:minmax(0,1fr) 52px 52px 96px}
.play{grid-column:auto;padding:1px 0 0}
.play .to-do{display:none}
.play .kind{display:block}
}
`;
