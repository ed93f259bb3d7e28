import { useState } from 'react';
import { ask } from '../../api/call.ts';
import { useLook, useSay } from '../../look/look.ts';
import { saveBlob } from '../../parts/save.ts';
import { Trouble } from '../../parts/trouble.tsx';
import { saveFrom } from './downloads.ts';

/** Customers of one answer: the most that the service gives. */
const PAGE = 10_000;

interface TierPage {
  readonly customers: readonly unknown[];
  readonly next_cursor: string | null;
}

/** The tiers by value, of every customer, as a file. */
export function TakeTiers({ run }: { run: string }) {
  const say = useSay();
  const { language } = useLook();
  const [done, setDone] = useState('');
  const [error, setError] = useState<unknown>(null);
  const base = `/api/v1/runs/${run}/tiers`;
  const file = `tiers-${run.slice(0, 8)}`;
  const act = (name: string, work: Promise<void>): void => {
    setError(null);
    work.then(() => setDone(say('saved_as', { name })), setError);
  };
  return (
    <div className="take-tiers">
      <p className="actions">
        <button
          type="button"
          className="button primary"
          onClick={() => act(`${file}.csv`, saveFrom(`${base}?format=csv`, `${file}.csv`, language))}
        >
          {say('use_tiers')}
        </button>
        <button type="button" className="button" onClick={() => act(`${file}.json`, saveJson(base, `${file}.json`))}>
          {say('tiers_json')}
        </button>
      </p>
      <p className="quiet" role="status">
        {done || say('use_tiers_more')}
      </p>
      {error !== null && <Trouble error={error} />}
    </div>
  );
}

/** All pages as one. */
async function saveJson(base: string, name: string): Promise<void> {
  const customers: unknown[] = [];
  let page: TierPage | null = null;
  do {
    const cursor: string = page?.next_cursor ? `&cursor=${encodeURIComponent(page.next_cursor)}` : '';
    page = await ask<TierPage>(`${base}?limit=${PAGE}${cursor}`);
    customers.push(...page.customers);
  } while (page.next_cursor !== null);
  const { next_cursor: _, ...rest } = page;
  saveBlob(new Blob([JSON.stringify({ ...rest, customers })], { type: 'application/json' }), name);
}
