import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { ask } from '../../api/call.ts';
import type { RunFigures, ShownRun } from '../../api/types.ts';
import { type Cuts, cutsIn, cutsQuery } from '../../data/cuts.ts';
import { useLook, useSay } from '../../look/look.ts';
import { shortId } from '../../look/name.ts';
import { moment } from '../../look/numbers.ts';
import { Badge } from '../../parts/badge.tsx';
import { useFigureWidth } from '../../look/width.ts';
import { useHeading } from '../../parts/chrome.tsx';
import { Contents, FootBar, Rail } from '../../parts/contents.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Part } from '../../parts/part.tsx';
import { Rename } from '../../parts/rename.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import type { WordKey } from '../../words/words.ts';
import { Candidates } from './candidates.tsx';
import { useFocus } from './focus.ts';
import { Notes } from './notes.tsx';
import { Objectives } from './objectives.tsx';
import { ReadingNotes } from './reading-notes.tsx';
import { useRenaming } from '../renaming.ts';
import { Segments } from './segments.tsx';
import { TakeAway } from './take-away.tsx';
import { TakeTiers } from './tiers.tsx';

const CustomerMap = lazy(() =>
  import('./customer-map.tsx').then(({ CustomerMap: component }) => ({ default: component })),
);

type Name = keyof RunFigures['figures'];
/** Sections from the top: each answers one doubt that the one before leaves. */
const sections: readonly { readonly id: string; readonly title: WordKey; readonly parts: readonly Name[] }[] = [
  { id: 'instead', title: 'section_instead', parts: ['tiers'] },
  { id: 'segments', title: 'section_segments', parts: ['ribbon'] },
  { id: 'map', title: 'section_map', parts: [] },
  { id: 'profile', title: 'section_profile', parts: ['profile'] },
  { id: 'spread', title: 'section_spread', parts: ['distributions'] },
  { id: 'fit', title: 'section_fit', parts: ['silhouette'] },
  { id: 'proof', title: 'section_proof', parts: ['chance', 'gap', 'groups'] },
  { id: 'why', title: 'section_why', parts: ['why'] },
  { id: 'rules', title: 'section_rules', parts: ['rules'] },
  { id: 'method', title: 'section_method', parts: ['data', 'notices', 'method'] },
  { id: 'take-away', title: 'section_take_away', parts: [] },
];

/** A finished run, told from the top: is there anything, what is it, may I believe it, what now. */
export function ResultPage({ run, news }: { run: ShownRun; news: boolean }) {
  const say = useSay();
  const { language } = useLook();
  const { run_id: id } = run;
  const width = useFigureWidth();
  const cuts = cutsIn(useSearch({ from: '/_inside/segmentations/$run' }));
  const path = `/api/v1/runs/${id}/figures?lang=${language}&width=${width}${cutsQuery(cuts)}`;
  const found = useQuery({
    queryKey: ['figures', id, language, width, cuts],
    queryFn: ({ signal }) => ask<RunFigures>(path, { language, signal }),
    staleTime: Infinity,
    placeholderData: (before) => before,
  });
  const headline = found.data?.headline ?? say('loading');
  // Whoever waits in another tab sees it there.
  const tab = found.data && news ? say('tab_ready', { headline }) : headline;
  useHeading(headline, found.data !== undefined, tab);
  if (found.error)
    return (
      <div className="page">
        <Trouble error={found.error} retry={() => void found.refetch()} />
      </div>
    );
  if (!found.data) return <Waiting />;
  return <Result run={run} result={found.data} cuts={cuts} />;
}

interface Told {
  readonly run: ShownRun;
  readonly result: RunFigures;
  /** Where somebody wants tiers by value to be cut. */
  readonly cuts: Cuts | undefined;
}

function Result({ run, result, cuts }: Told) {
  const say = useSay();
  const { language } = useLook();
  const { run_id: id } = run;
  const { figures, numbers, notices, meta, choice, baseline, structured, map, segments } = result;
  const focus = useFocus(result);
  const overruled = overruledIn(result);
  const standing = segments.find(({ segment_id: one }) => one === focus.shown);
  const pinned = segments.find(({ segment_id: one }) => one === focus.pinned);
  const shown = sections.filter(
    ({ id: section, parts }) =>
      section === 'take-away' ||
      section === 'why' ||
      (section === 'map' && map) ||
      parts.some((name) => figures[name] !== undefined),
  );
  const places = [
    { id: 'section-verdict', title: say('section_verdict') },
    ...shown.map(({ id: section, title }) => ({ id: `section-${section}`, title: say(title) })),
  ];
  // The browser looks for the place in an address before there is anything.
  useEffect(() => document.getElementById(location.hash.slice(1))?.scrollIntoView(), [id]);
  return (
    <div className="with-rail">
      <Rail places={places} />
      <article
        className="page result"
        data-focus={standing && (standing.letter === '' ? 'noise' : (standing.tone ?? undefined))}
        {...focus.on}
      >
        <p className="crumbs">
          <Link to="/">{say('segmentations')}</Link>
        </p>
        <div className="split">
          <div>
            <RunTitle run={run} />
            <p className="meta">
              {meta} · {moment(run.created_at, language)}
            </p>
          </div>
          <p className="actions">
            <Link
              to="/compare"
              search={{ ...(run.previous_run_id && { from: run.previous_run_id }), to: id }}
              className="button"
            >
              <Icon name="compare" />
              {say('compare')}
            </Link>
            <a className="button primary" href="#section-take-away">
              <Icon name="take" />
              {say('section_take_away')}
            </a>
          </p>
        </div>
        <Contents places={places} />
        {run.chosen_from && (
          <p className="notice">
            {overruled
              ? say('you_chose', {
                  method: overruled.own.method,
                  k: overruled.own.segments,
                  rule: overruled.rule.method,
                  n: overruled.rule.segments,
                })
              : say('you_chose_as_rule')}{' '}
            <Link to="/segmentations/$run" params={{ run: run.chosen_from }}>
              {say('go_back')}
            </Link>
          </p>
        )}
        <div className="opening" id="section-verdict">
          <div>
            <Part html={figures.verdict} />
            <Notes notices={notices} />
            <Objectives result={result} run={run} />
          </div>
          <Part html={figures.tests} />
        </div>
        {shown.map(({ id: section, title, parts }) => (
          <section key={section} id={`section-${section}`} aria-labelledby={`section-${section}-title`}>
            <h2 id={`section-${section}-title`}>{say(title)}</h2>
            {section === 'instead' && <TakeTiers run={id} cuts={cuts} />}
            {section === 'why' &&
              [choice, baseline ?? ''].map(
                (claim) =>
                  claim !== '' && (
                    <p key={claim} className="claim choice">
                      {claim}
                    </p>
                  ),
              )}
            {parts.map((name) => (
              <Part key={name} html={figures[name]} numbers={numbers[name]} savedAs={`${name}-${shortId(id)}`} />
            ))}
            {section === 'method' && <ReadingNotes run={run} />}
            {section === 'segments' && <Segments result={result} />}
            {section === 'map' && map && (
              <Suspense fallback={<div className="figure map-waits" role="status" />}>
                <CustomerMap result={result} words={map} focus={focus} />
              </Suspense>
            )}
            {section === 'why' && <Candidates result={result} run={run} />}
            {section === 'why' && <Part html={figures.ward} numbers={numbers.ward} savedAs={`ward-${shortId(id)}`} />}
            {section === 'take-away' && <TakeAway run={run} structured={structured} cuts={cuts} />}
          </section>
        ))}
        {pinned && (
          <p className="standing-out" role="status">
            <span className="named">
              <Badge segment={pinned} />
              <span>{say('stands_out', { name: pinned.name })}</span>
            </span>
            <button type="button" className="button small" onClick={() => focus.pin(null)}>
              {say('show_everybody')}
            </button>
          </p>
        )}
      </article>
      <FootBar places={places} last={{ id: 'section-take-away', title: say('section_take_away') }} />
    </div>
  );
}

/** What was chosen and what the rule had chosen; null where they are one. */
function overruledIn({ candidates, rule }: RunFigures) {
  const own = candidates.find(({ chosen }) => chosen);
  return own && rule && (rule.algorithm !== own.algorithm || rule.segments !== own.segments) ? { own, rule } : null;
}

/** What people call the run, to be changed in its place. */
function RunTitle({ run: { run_id: id, name } }: { run: ShownRun }) {
  const say = useSay();
  const save = useRenaming(id);
  return (
    <div className="run-title">
      <p className={name === null ? 'quiet' : 'given'}>{name ?? say('unnamed_run')}</p>
      <Rename
        name={name ?? ''}
        generated={name === null ? null : ''}
        label={name === null ? say('name_run') : say('rename', { name })}
        save={(next) => save(next)}
      />
    </div>
  );
}
