import { noticeMessages } from '../base/locales/notices.ts';
import type { Notice } from '../base/notice.ts';
import { speakers } from '../base/words.ts';
import { SMALL_SAMPLE } from '../features/space.ts';
import { algorithmNames, type CandidateName, sameName } from '../selection/choose.ts';
import type { Verdict } from '../selection/structure.ts';
import type { Later } from '../segmentation/later-time.ts';
import type { Segmentation, SegmentProfile } from '../segmentation/segmentation.ts';
import type { Voice } from './words.ts';

/** Margin below which a customer is a close call. */
const CLOSE_MARGIN = 0.1;
/** The same for a mixture: of two segments with posteriors 0.55 and 0.45, the lead is 0.1. */
const CLOSE_POSTERIOR = 0.55;
/** A lead below this could turn with the next upload. */
const THIN_LEAD = 0.02;

const noticeSpeakers = speakers(noticeMessages);

export interface VerdictWords {
  readonly key: Verdict;
  readonly word: string;
  readonly headline: string;
  readonly paragraph: string;
}
export interface TestWords {
  readonly key: 'apart' | 'comes_back' | 'held_up';
  readonly question: string;
  readonly answer: string;
  readonly sentence: string;
}
export interface TrustWords {
  readonly id: number;
  readonly word: string;
  readonly sentence: string;
}

/** Is there anything, in one word, one line and one paragraph. */
export function verdictWords(segmentation: Segmentation, voice: Voice): VerdictWords {
  const { say } = voice;
  const { structure, ids, tiers } = segmentation;
  const { verdict } = structure;
  const k = groupsOf(segmentation);
  const word = say(`word_${verdict}`);
  const told = (headline: string, ...sentences: string[]): VerdictWords => ({
    key: verdict,
    word,
    headline,
    paragraph: sentences.join(' '),
  });
  if (segmentation.space.used.length === 0) return told(say('headline_alike'), say('paragraph_alike'));
  if (k === 0) return told(say('headline_nobody'), say('paragraph_nobody'));
  if ((verdict === 'none' || verdict === 'weak') && ids.length < SMALL_SAMPLE)
    return told(say('headline_few'), say('paragraph_few', { n: ids.length, recommended: SMALL_SAMPLE }));
  if (verdict === 'none') {
    const tiered = tiers && tiers.tiers.length > 1 ? [say('paragraph_none_tiers')] : [];
    return told(say('headline_none'), say('paragraph_none'), ...tiered);
  }
  if (k < 2) return told(say('headline_one'), say('paragraph_one'));
  if (verdict === 'weak') return told(say('headline_weak', { k }), say(weakParagraph(structure.comesBack)));
  if (verdict === 'strong' && structure.stability) {
    return told(say('headline_strong', { k }), say('paragraph_strong', returnValues(structure.stability, voice)));
  }
  const calls = closeCalls(segmentation);
  const near =
    calls > 0 ? say('paragraph_moderate', { share: voice.share(calls / ids.length) }) : say('paragraph_moderate_clear');
  const part = structure.comesBack === 'in_part' ? [say('paragraph_moderate_part')] : [];
  return told(say(verdict === 'strong' ? 'headline_strong' : 'headline_moderate', { k }), near, ...part);
}

/** The three questions people ask, with the word and the numbers for each. */
export function testWords({ structure, winner, later, baseline }: Segmentation, voice: Voice): TestWords[] {
  const { say, score, number } = voice;
  const { silhouette, chance, stability } = structure;
  const sampled = winner.silhouette?.method === 'sampled' ? winner.silhouette : null;
  const apart = (): string => {
    if (silhouette === null) return say('sentence_apart_none');
    const values = { silhouette: score(silhouette) };
    if (!chance) return say('sentence_apart_alone', values);
    const band = { ...values, low: score(chance.low), high: score(chance.high) };
    if (!sampled) return say('sentence_apart', band);
    const width = number(Number(sampled.halfWidth.toPrecision(1)));
    return say('sentence_apart_sampled', { ...band, width, sample: sampled.sampleSize });
  };
  return [
    {
      key: 'apart',
      question: say('question_apart'),
      answer: say('answer_apart', { word: structure.apart ?? 'unknown' }),
      sentence: apart(),
    },
    {
      key: 'comes_back',
      question: say('question_comes_back'),
      answer: say('answer_comes_back', { word: structure.comesBack ?? 'unknown' }),
      sentence: stability
        ? say('sentence_comes_back', returnValues(stability, voice))
        : say('sentence_comes_back_none'),
    },
    {
      key: 'held_up',
      question: say('question_held_up'),
      answer: say('answer_held_up', { word: later?.answer ?? 'unknown' }),
      sentence: later ? heldUp(later, voice) : say(baseline ? 'sentence_held_up_short' : 'sentence_held_up_none'),
    },
  ];
}

function heldUp({ groups, days, from }: Later, { say, share, language }: Voice): string {
  const shares = groups.filter(({ id }) => id >= 0).map((group) => group.share);
  const day = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { dateStyle: 'medium', timeZone: 'UTC' });
  const low = share(Math.min(...shares));
  const high = share(Math.max(...shares));
  return say('sentence_held_up', {
    days,
    from: day.format(Date.parse(from)),
    low,
    high,
    same: low === high ? 'yes' : 'no',
  });
}

/** Differences below this are none worth telling. */
const SAME_EXPLAINED = 0.01;

/** The segments beside the plain tiers of recency, frequency and money, whoever is better; null without orders. */
export function baselineWords({ baseline, later }: Segmentation, { say, score, share }: Voice): string | null {
  if (!baseline) return null;
  const { agreement, silhouette, baselineSilhouette } = baseline;
  const sentences = [say('baseline_agreement', { agreement: score(agreement) })];
  if (silhouette !== null && baselineSilhouette !== null)
    sentences.push(
      say('baseline_apart', {
        silhouette: score(silhouette),
        baseline: score(baselineSilhouette),
        better: silhouette > baselineSilhouette ? 'segments' : 'baseline',
      }),
    );
  if (later && later.explained !== null && later.baselineExplained !== null) {
    const lead = later.explained - later.baselineExplained;
    const better = Math.abs(lead) < SAME_EXPLAINED ? 'none' : lead > 0 ? 'segments' : 'baseline';
    const none = (explained: number): string => share(Math.max(0, explained));
    sentences.push(
      say('baseline_predicts', {
        better,
        days: later.days,
        segments: none(later.explained),
        baseline: none(later.baselineExplained),
      }),
    );
  }
  return sentences.join(' ');
}

/** How far a segment can be trusted to come back. */
export function trustWords({ id, trust, stability }: SegmentProfile, { say, score }: Voice): TrustWords {
  if (stability === null) return { id, word: say('trust_word_unknown'), sentence: say('trust_unknown') };
  const key = trust ?? 'none';
  return { id, word: say(`trust_word_${key}`), sentence: say(`trust_${key}`, { stability: score(stability) }) };
}

/** What was asked for, where it was less than every model, and why this one. */
export function choiceWords(segmentation: Segmentation, voice: Voice): string {
  const asked = askedWords(segmentation, voice);
  const reason = reasonWords(segmentation, voice);
  return asked === null ? reason : `${asked} ${reason}`;
}

/** The method and the number that the caller asked for; null where both were to be found. */
function askedWords({ options }: Segmentation, voice: Voice): string | null {
  const { algorithm, nClusters: k } = options;
  const { say } = voice;
  if (algorithm === 'auto') return k === undefined ? null : say('choice_asked_k', { k });
  const method = algorithmWords(algorithmNames[algorithm], voice);
  // DBSCAN finds its own number; a notice says so.
  return k === undefined || algorithm === 'dbscan'
    ? say('choice_asked_method', { algorithm: method })
    : say('choice_asked_both', { algorithm: method, k });
}

function reasonWords(segmentation: Segmentation, voice: Voice): string {
  const { selection, options, winner } = segmentation;
  const { say, score } = voice;
  const model = modelWords(selection.winner, winner.nClusters, voice);
  const rule = selection.byObjective[selection.objective];
  if (selection.decidedBy === 'caller') {
    if (!rule) return say('choice_caller_alone', { model });
    if (sameName(rule, selection.winner)) return say('choice_caller_same', { model });
    return say('choice_caller', { model, rule: modelWords(rule, null, voice) });
  }
  if (selection.decidedBy === 'fallback') return say('choice_fallback', { model });
  if (selection.tried < 2) return say('choice_only', { model });
  const sentences = reasons(segmentation, model, voice);
  if (options.objective === 'actionable' && selection.objective === 'separation')
    sentences.unshift(say('choice_not_actionable'));
  if (selection.runnerUp && selection.margin !== null) {
    const second = modelWords(selection.runnerUp, null, voice);
    const thin = selection.margin < THIN_LEAD;
    sentences.push(say(thin ? 'choice_thin' : 'choice_lead', { model: second, margin: score(selection.margin) }));
  }
  return sentences.join(' ');
}

/** What decided: the number of segments first, where a rule of its own settled that, then the score. */
function reasons({ selection }: Segmentation, model: string, { say }: Voice): string[] {
  const { objective, validation, kRule, tried } = selection;
  const settled = kRule && kRule.k !== null ? [say('choice_k', { method: kWords(kRule.method), k: kRule.k })] : [];
  if (objective === 'actionable') return [...settled, say('choice_actionable', { model, tried })];
  if (settled.length > 0) return [...settled, say('choice_among', { model, validation })];
  return [say(validation === 'silhouette' ? 'choice_separation' : 'choice_davies_bouldin', { model, tried })];
}

/** The name of a way to settle the number of segments, as it stands at the head of a sentence. */
function kWords(method: string): string {
  return method === 'bic' ? 'BIC' : `${method.charAt(0).toUpperCase()}${method.slice(1)}`;
}

/** A notice with features, models and numbers written as people of the language write them. */
export function noticeWords({ code, details }: Notice, segmentation: Segmentation, voice: Voice): string {
  const shown: Record<string, string | number> = { ...details };
  for (const key of ['feature', 'a', 'b'])
    if (typeof details[key] === 'string') shown[key] = voice.labels[details[key]]?.label ?? details[key];
  if (code === 'IMPUTED') shown['median'] = voice.value(Number(details['median']), String(details['feature']));
  if (typeof details['algorithm'] === 'string') shown['algorithm'] = algorithmWords(details['algorithm'], voice);
  if (typeof details['method'] === 'string') shown['method'] = kWords(details['method']);
  if (code === 'CHOSEN_BY_CALLER') {
    const { winner, byObjective, objective } = segmentation.selection;
    const rule = byObjective[objective];
    shown['chosen'] = modelWords(winner, segmentation.winner.nClusters, voice);
    shown['rule'] = rule ? modelWords(rule, null, voice) : 'none';
  }
  return noticeSpeakers[voice.language](code, shown);
}

/** Confidence below which a customer is a close call. */
export function closeBelow({ winner }: Pick<Segmentation, 'winner'>): number {
  return winner.algorithm === 'GaussianMixture' ? CLOSE_POSTERIOR : CLOSE_MARGIN;
}

/** How many customers are close calls, noise aside. */
export function closeCalls(segmentation: Segmentation): number {
  const { confidence, labels } = segmentation;
  const limit = closeBelow(segmentation);
  let count = 0;
  for (let row = 0; row < labels.length; row++) if (labels[row] >= 0 && confidence[row] < limit) count++;
  return count;
}

/** Segments, noise aside. */
function groupsOf({ segments }: Segmentation): number {
  return segments.filter(({ id }) => id >= 0).length;
}

/** The range of what returns; `same` where both ends are written alike. */
function returnValues(stability: NonNullable<Segmentation['structure']['stability']>, { score }: Voice) {
  const lowest = score(stability.lowest);
  const highest = score(stability.highest);
  return { lowest, highest, same: lowest === highest ? 'yes' : 'no', redraws: stability.redraws };
}

function weakParagraph(comesBack: Segmentation['structure']['comesBack']) {
  if (comesBack === null) return 'paragraph_weak_unknown';
  if (comesBack === 'in_part') return 'paragraph_weak_part';
  return comesBack === 'no' ? 'paragraph_weak_no' : 'paragraph_weak_returns';
}

/** "K-Means with 5 segments"; DBSCAN finds its number, so it is given where it is known. */
function modelWords({ algorithm, params }: CandidateName, found: number | null, voice: Voice): string {
  const k = 'k' in params ? params.k : found;
  const name = algorithmWords(algorithm, voice);
  return k === null ? name : voice.say('model', { algorithm: name, k });
}

function algorithmWords(algorithm: string, { say }: Voice): string {
  if (algorithm === 'KMeans' || algorithm === 'GaussianMixture') return say(`algorithm_${algorithm}`);
  return algorithm === 'Agglomerative' || algorithm === 'DBSCAN' ? say(`algorithm_${algorithm}`) : algorithm;
}
