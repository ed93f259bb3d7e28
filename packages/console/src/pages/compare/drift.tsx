import type { ComparisonAnswer } from '@clientele/service/contract/runs/comparison';
import type { ReactNode } from 'react';
import type { RunFigures } from '../../api/types.ts';
import { useLook, useSay } from '../../look/look.ts';
import { hundredths, points, share } from '../../look/numbers.ts';
import { toneOf } from '../../look/tone.ts';
import { csvOf } from '../../data/csv.ts';
import { Badge } from '../../parts/badge.tsx';
import { TooledFigure } from '../../parts/tooled-figure.tsx';

/** Where bars of drift end; few features ever come so far. */
const MOST_PSI = 0.5;

interface Props {
  readonly found: ComparisonAnswer;
  readonly before: RunFigures['segments'];
}

/** Three kinds of drift: of what was sent, of the sizes, and of how well the earlier model fits. */
export function Drift({ found: { drift, thresholds }, before }: Props) {
  const say = useSay();
  const { language } = useLook();
  const { input, mix, fit } = drift;
  const level = input.some((one) => one.level === 'large')
    ? 'large'
    : input.some((one) => one.level === 'some')
      ? 'some'
      : 'none';
  const shifted = (mix?.segments ?? []).reduce((sum, one) => sum + Math.abs(one.after - one.before), 0) / 2;
  const widest = Math.max(0.01, ...(mix?.segments ?? []).flatMap((one) => [one.before, one.after]));
  return (
    <TooledFigure
      className="drift"
      title={say('drift_title')}
      subtitle={say('drift_sub')}
      how={say('how_drift')}
      savedAs="drift"
      numbers={() => driftCsv(drift)}
    >
      <Kind name={say('drift_input')} finding={say(`drift_${level}`)} foot={say('drift_marks')}>
        {input.map(({ feature, psi }) => (
          <tr key={feature}>
            <th scope="row">
              <code>{feature}</code>
            </th>
            <td>
              <Bar share={psi / MOST_PSI} marks={[thresholds.psi_some / MOST_PSI, thresholds.psi_large / MOST_PSI]} />
            </td>
            <td className="n">{hundredths(psi, language)}</td>
          </tr>
        ))}
      </Kind>
      {mix && (
        <Kind
          name={say('drift_mix')}
          finding={say('drift_mix_found', { n: Math.round(shifted * 100) })}
          foot={say('drift_mix_foot')}
        >
          {mix.segments.map(({ segment_id: id, before: then, after: now }) => {
            const segment = before.find((one) => one.segment_id === id) ?? { letter: '', tone: null, name: '' };
            return (
              <tr key={id} className={toneOf(segment)}>
                <th scope="row">
                  <Badge segment={segment} /> <span className="hidden">{segment.name}</span>
                </th>
                <td>
                  <svg className="drift-pair" viewBox="0 0 200 12" aria-hidden="true">
                    <line x1={at(then, widest)} x2={at(now, widest)} y1="6" y2="6" />
                    <circle className="then" cx={at(then, widest)} cy="6" r="4" />
                    <circle className="now fill" cx={at(now, widest)} cy="6" r="4" />
                  </svg>
                </td>
                <td className="n">{points(now - then, language)}</td>
              </tr>
            );
          })}
        </Kind>
      )}
      {fit && (
        <Kind
          name={say('drift_fit')}
          finding={say(fit.agreement >= thresholds.agreement ? 'drift_holds' : 'drift_fails')}
        >
          <tr>
            <th scope="row">{say('drift_outside')}</th>
            <td>
              <Bar share={fit.out_of_range} marks={[thresholds.out_of_range]} />
            </td>
            <td className="n">{share(fit.out_of_range, language)}</td>
          </tr>
          <tr>
            <th scope="row">{say('drift_agreement')}</th>
            <td>
              <Bar share={fit.agreement} marks={[thresholds.agreement]} />
            </td>
            <td className="n">{hundredths(fit.agreement, language)}</td>
          </tr>
        </Kind>
      )}
    </TooledFigure>
  );
}

/** What changed, and how it stood before where it stood at all. */
function driftCsv({ input, mix, fit }: ComparisonAnswer['drift']): string {
  return csvOf([
    ['kind', 'what', 'before', 'after', 'drift'],
    ...input.map(({ feature, psi }) => ['input', feature, null, null, psi]),
    ...(mix?.segments ?? []).map(({ segment_id: id, before, after }) => ['mix', id, before, after, after - before]),
    ...(fit ? [['fit', 'out_of_range', null, null, fit.out_of_range]] : []),
    ...(fit ? [['fit', 'agreement', null, null, fit.agreement]] : []),
  ]);
}

interface KindProps {
  readonly name: string;
  readonly finding: string;
  readonly foot?: string;
  readonly children: ReactNode;
}

function Kind({ name, finding, foot, children }: KindProps) {
  return (
    <div className="drift-kind">
      <h4>{name}</h4>
      <div>
        <table>
          <caption>{finding}</caption>
          <tbody>{children}</tbody>
        </table>
        {foot !== undefined && <p className="quiet">{foot}</p>}
      </div>
    </div>
  );
}

/** A share of a track, with what counts as much marked on it. */
function Bar({ share: part, marks }: { share: number; marks: readonly number[] }) {
  return (
    <svg className="drift-bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      <rect className="rest" y="3" width="100" height="6" />
      <rect y="3" width={Math.min(100, Math.max(0, part) * 100)} height="6" />
      {marks.map((mark) => (
        <line key={mark} x1={mark * 100} x2={mark * 100} y1="0" y2="12" />
      ))}
    </svg>
  );
}

/** Where a share stands between none and the largest. */
function at(part: number, widest: number): number {
  return 6 + (part / widest) * 188;
}
