import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { ask } from '../../api/call.ts';
import { type Cuts, cutsQuery, usualCuts } from '../../data/cuts.ts';
import { useLook, useSay } from '../../look/look.ts';
import { shortId } from '../../look/name.ts';
import { exactShare } from '../../look/numbers.ts';
import { saveBlob, saveFrom } from '../../parts/save.ts';
import { Trouble } from '../../parts/trouble.tsx';
import { CutsForm } from './cuts-form.tsx';

/** Customers of one answer: the most that the service gives. */
const PAGE = 10_000;

interface TierPage {
  readonly customers: readonly unknown[];
  readonly next_cursor: string | null;
}

/** The tiers by value, of every customer, as a file; and where they are cut, which stands in the address. */
export function TakeTiers({ run, cuts }: { run: string; cuts: Cuts | undefined }) {
  const say = useSay();
  const { language } = useLook();
  const { focus } = useSearch({ from: '/_inside/segmentations/$run' });
  const navigate = useNavigate({ from: '/segmentations/$run' });
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const [done, setDone] = useState('');
  const [error, setError] = useState<unknown>(null);
  const base = `/api/v1/runs/${run}/tiers?`;
  const where = cutsQuery(cuts);
  const file = `tiers-${shortId(run)}`;
  const act = (name: string, work: Promise<void>): void => {
    setError(null);
    work.then(() => setDone(say('saved_as', { name })), setError);
  };
  const close = (): void => {
    setOpen(false);
    opener.current?.focus();
  };
  const cut = (next: Cuts): void => {
    const usual = next.top === usualCuts.top && next.middle === usualCuts.middle;
    const search = { ...(focus && { focus }), ...(!usual && next) };
    void navigate({ search, hash: true, replace: true, resetScroll: false });
    setDone('');
    close();
  };
  const inWords = ({ top, middle }: Cuts) => ({ top: exactShare(top, language), middle: exactShare(middle, language) });
  return (
    <div className="take-tiers">
      <p className="actions">
        <button
          type="button"
          className="button primary"
          onClick={() => act(`${file}.csv`, saveFrom(`${base}format=csv${where}`, `${file}.csv`, language))}
        >
          {say('use_tiers')}
        </button>
        <button
          ref={opener}
          type="button"
          className="button"
          aria-expanded={open}
          aria-controls="cuts"
          onClick={() => setOpen(!open)}
        >
          {say('change_cuts')}
        </button>
        {cuts && (
          <button type="button" className="button" onClick={() => cut(usualCuts)}>
            {say('cut_usual', inWords(usualCuts))}
          </button>
        )}
        <button
          type="button"
          className="button"
          onClick={() => act(`${file}.json`, saveJson(`${base}limit=${PAGE}${where}`, `${file}.json`))}
        >
          {say('tiers_json')}
        </button>
      </p>
      {open && <CutsForm cuts={cuts ?? usualCuts} cut={cut} close={close} />}
      <p className="quiet" role="status">
        {done || `${cuts ? `${say('cut_at', inWords(cuts))} ` : ''}${say('use_tiers_more')}`}
      </p>
      {error !== null && <Trouble error={error} />}
    </div>
  );
}

/** All pages as one. */
async function saveJson(path: string, name: string): Promise<void> {
  const customers: unknown[] = [];
  let page: TierPage | null = null;
  do {
    const cursor: string = page?.next_cursor ? `&cursor=${encodeURIComponent(page.next_cursor)}` : '';
    page = await ask<TierPage>(`${path}${cursor}`);
    customers.push(...page.customers);
  } while (page.next_cursor !== null);
  const { next_cursor: _, ...rest } = page;
  saveBlob(new Blob([JSON.stringify({ ...rest, customers })], { type: 'application/json' }), name);
}
