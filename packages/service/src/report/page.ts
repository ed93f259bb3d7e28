import { createHash } from 'node:crypto';
import type { Report } from './context.ts';
import { fontSheet } from './fonts.ts';
import { type Markup, markup, trusted } from './markup.ts';
import { figureStyle } from './style-figures.ts';
import { paperStyle } from './style-paper.ts';
import { pageStyle } from './style.ts';
import { tokenSheet } from './tokens.ts';
import { mark } from './figures/verdict.ts';

/** Characters of a run's id in the footer; the whole of it stands under Method. */
const RUN_SHOWN = 8;

/** The document around the content: one file, no script, and a policy under which nothing can be fetched. */
export function page(report: Report, content: Markup): string {
  const { say, language, dataName, explanation } = report;
  const style = [fontSheet(), tokenSheet(), pageStyle, figureStyle, paperStyle, runningFooter(report)].join('\n');
  const policy = `default-src 'none'; style-src '${hash(style)}'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'`;
  const html = markup`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${dataName}: ${explanation.verdict.headline}</title>
<style>${trusted(style)}</style>
</head>
<body>
<a class="skip" href="#result">${say('skip')}</a>
<div class="page">
<header class="top">${mark()}<span>Clientele</span><span>${say('report')}</span></header>
<main id="result">
${content}
</main>
<footer>${dataName} · ${footerText(report)}</footer>
</div>
</body>
</html>
`;
  return html.markup;
}

function footerText({ say, productVersion, runId, madeAt, format }: Report): string {
  return say('footer', { version: productVersion, run: runId.slice(0, RUN_SHOWN), date: format.date(madeAt) });
}

/** Foot of every sheet of paper: name, run, page of pages. */
function runningFooter(report: Report): string {
  const font = 'font:400 8pt Geist,sans-serif;color:#5f686d;white-space:nowrap';
  const name = report.dataName.length > 48 ? `${report.dataName.slice(0, 47)}…` : report.dataName;
  return `@media print{@page{@bottom-left{content:${cssString(name)};${font}}@bottom-center{content:${cssString(footerText(report))};${font}}@bottom-right{content:counter(page) " / " counter(pages);${font}}}}`;
}

/** A CSS string in which only letters, digits and spaces stand for themselves: nothing sent can end the string or the sheet. */
export function cssString(text: string): string {
  const safe = Array.from(text, (character) =>
    /[A-Za-z0-9 ]/.test(character) ? character : `\\${(character.codePointAt(0) ?? 0).toString(16)} `,
  );
  return `"${safe.join('')}"`;
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
