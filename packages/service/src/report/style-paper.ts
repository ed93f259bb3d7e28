/** Paper: A4 or Letter, always light, every number in the open, no figure cut in two. */
export const paperStyle = `
@media print{
body{font-size:13px;line-height:18px;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.page{max-width:none;padding:0}
.skip,.page>footer,.not-on-paper,.legend .strips,details.on-screen,summary,.one-each .play{display:none}
.top{padding:0 0 10px}
.title{font-size:16px;line-height:20px}
.meta{margin:0 0 10px}
h1{font-size:30px;line-height:36px;margin:4px 0 6px}
h2{margin:0 0 12px}
h3{font-size:15px;line-height:20px}
.sub,.foot,.aids p{max-width:none}
h2,h3,figcaption,.choice{break-after:avoid;break-inside:avoid}
section+section>h2:not(.not-on-paper),.guide{margin-top:28px}
.verdict .claim,.choice{font-size:15px;line-height:22px;max-width:none}
.choice{margin-bottom:12px}
.figure{border:0;padding:0;margin-bottom:18px;display:block}
.figure,.segment,.test,.profile,.notices,.method,.guide div,tr,.plane,.pair.beside{break-inside:avoid}
.figure:has(.candidates),.anyway .figure{break-inside:auto}
.anyway .scroll,.anyway .body{break-inside:avoid}
.figure .body{margin-top:10px}
.aids{font-size:12px;line-height:16px}
.aids table{font-size:12px;line-height:16px;margin-top:10px}
.aids th,.aids td{padding-block:2px}
.foot{margin-top:6px}
.legend{padding-top:8px}
.segment-table .foot{margin:2px 0 14px}
.paper-only{display:inline}
#ribbon .aids{display:none}
#ribbon{margin-bottom:10px}
.opening{display:block}
.opening.with-crowd{display:grid;grid-template-columns:minmax(0,1fr) 250px;gap:24px}
.crowd{margin:0}
.tests{grid-template-columns:1fr 1fr 1.18fr;gap:0 22px;border-block:1px solid var(--line);margin:10px 0 12px}
.test{border-top:0;padding:6px 0 4px}
.question{font-size:13px;gap:8px}
.segments,.profile,.method,.notices,.anyway{border:0;padding:0;border-radius:0}
.notices,.method{margin-top:18px}
.segment{padding:6px 0;row-gap:4px}
.segment:last-child{border-bottom:1px solid var(--line)}
.heads{padding:0 0 4px}
.heads,.segment{grid-template-columns:minmax(0,1fr) 160px 56px 56px 92px;gap:4px 10px}
.no-money .heads,.no-money .segment{grid-template-columns:minmax(0,1fr) 160px 56px 92px}
.who .claim{font-size:13px;line-height:17px}
.who h3{font-size:14px;line-height:20px}
.segment .disc{width:20px;height:20px}
.facts li{font-size:12px;line-height:17px}
.facts p{margin:0;font-size:12px;line-height:16px}
.play{font-size:12px;line-height:16px}
.pair h3{font-size:14px;line-height:18px}
.pair{margin-bottom:18px}
.pair.beside .figure{margin:0}
.pair.beside{display:grid;grid-template-columns:1fr 1fr;gap:24px;align-items:start}
.beside svg.wide{display:none}
.beside svg.narrow{display:block}
.beside .letters{display:flex;gap:2px 14px}
.letters .disc{width:16px;height:16px}
.profiles{display:block}
.profile{display:grid;grid-template:repeat(3,auto) 1fr auto / minmax(0,7fr) minmax(0,9fr);gap:0 18px;padding:10px 0;border-top:1px solid var(--line)}
.profile table{grid-column:2;grid-row:1/5;align-self:start;font-size:12px;line-height:16px}
.profile>:not(table){grid-column:1}
.profile th,.profile td{padding:2px 3px}
.profile tbody th{overflow-wrap:normal}
.profile h3{font-size:14px}
.profile .claim{font-size:13px;line-height:17px;margin:4px 0}
.evidence{font-size:12px;line-height:16px;margin-top:4px;padding-left:14px}
.profile .evidence{grid-column:2;grid-row:5}
.profile .foot{margin-top:0;grid-row:4/6}
.profile .fact-strip{width:60px}
.profile .picture{display:table-cell}
.scroll{overflow:visible}
.heat td{min-width:0}
.heat th,.heat td{padding:4px 6px}
.heat .usual td,.heat .usual th{padding-block:6px}
.full .heat td span{float:none;display:block;padding:0;line-height:15px;min-height:15px}
.candidates,.rules,.data{font-size:12px;line-height:16px}
.rules th,.rules td,.data th,.data td{padding-block:5px}
.chip{padding:1px 6px}
.candidates .remark{min-width:124px}
.candidates tr.refused th{white-space:normal}
.candidates th,.candidates td{padding:2px 4px}
.candidates .divider th{padding-top:8px}
.candidates .cell-bar{display:none}
details::details-content{content-visibility:visible;block-size:auto;display:block}
.method details,.anyway details{margin-top:6px}
.method dl div{padding:2px 0;grid-template-columns:76px minmax(0,1fr)}
.method pre{white-space:normal}
.guide{display:block}
.guide dl{columns:2;column-gap:28px;margin-top:6px;font-size:12px;line-height:16px;color:var(--text-2)}
.guide div{padding:4px 0}
.guide dt{font-weight:560;color:var(--text)}
@page{size:A4;margin:14mm 16mm}
}
`;
