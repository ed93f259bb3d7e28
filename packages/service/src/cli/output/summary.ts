import type { Explanation, Language, Segmentation } from '@clientele/engine';
import Table from 'cli-table3';
import { formatFor } from '../../report/format.ts';
import type { Say } from '../words/words.ts';
import { plainBorders } from '../result.ts';
import type { Named } from './names.ts';

export interface Summary {
  readonly segmentation: Segmentation;
  readonly explanation: Explanation;
  readonly names: ReadonlyMap<number, Named>;
  readonly say: Say;
  readonly language: Language;
  /** Headlines in bold; off where the output is not a terminal. */
  readonly strong: (text: string) => string;
}

/** The result as a person reads it in a terminal: the verdict first, then who, then why. */
export function summary(result: Summary): string {
  const { explanation, say, strong } = result;
  const { selection } = result.segmentation;
  const { headline, paragraph } = explanation.verdict;
  const remarks = explanation.notices.map(({ message }) => `  - ${wrapped(message, 4)}`);
  return [
    '',
    strong(headline),
    wrapped(paragraph),
    '',
    table(result),
    '',
    ...explanation.tests.map(({ question, answer, sentence }) => `${strong(question)} ${answer}. ${sentence}`),
    '',
    ...(explanation.baseline === null ? [] : [wrapped(explanation.baseline), '']),
    wrapped(explanation.choice),
    say('decision', { tried: selection.tried, eligible: selection.eligible }),
    ...(remarks.length === 0 ? [] : ['', strong(say('notices')), ...remarks]),
    '',
  ].join('\n');
}

function table({ segmentation, explanation, names, say, language }: Summary): string {
  const format = formatFor(language);
  const feature = segmentation.segments.find(({ value }) => value !== null)?.value?.feature;
  const label = feature === undefined ? null : (explanation.featureLabels[feature]?.label ?? feature);
  const money = label === null ? [] : [say('value_share', { feature: label })];
  const head = [
    say('segment'),
    say('persona'),
    say('customers'),
    say('share'),
    ...money,
    say('silhouette'),
    say('trust'),
  ];
  const rows = segmentation.segments.map(({ id, size, share, value, silhouette, stability, trust }) => [
    names.get(id)?.key ?? '',
    names.get(id)?.name ?? '',
    format.count(size),
    format.share(share),
    ...(label === null ? [] : [value === null || value.share === null ? '-' : format.share(value.share)]),
    silhouette === null ? '-' : format.score(silhouette.mean),
    stability === null
      ? '-'
      : trust === null
        ? format.score(stability)
        : say(`trust_${trust}`, { value: format.score(stability) }),
  ]);
  const drawn = new Table({
    head,
    style: { head: [], border: [], compact: true },
    chars: plainBorders,
    colAligns: head.map((_, i) => (i < 2 || i === head.length - 1 ? 'left' : 'right')),
  });
  drawn.push(...rows);
  return drawn.toString().replace(/ +$/gm, '');
}

const WIDTH = 88;

/** Lines of at most WIDTH characters, broken at spaces. */
function wrapped(text: string, indent = 0): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > WIDTH - indent) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join(`\n${' '.repeat(indent)}`);
}
