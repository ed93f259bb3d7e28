import { useState } from 'react';
import type { ShownRun } from '../../api/types.ts';
import { type Cuts, cutsQuery } from '../../data/cuts.ts';
import { useLook, useSay } from '../../look/look.ts';
import { shortId } from '../../look/name.ts';
import { Trouble } from '../../parts/trouble.tsx';
import { credentialFlags } from '../../parts/curl.ts';
import { saveFrom } from '../../parts/save.ts';
import { useSession } from '../../parts/chrome.tsx';

interface Props {
  readonly run: ShownRun;
  readonly structured: boolean;
  /** Where tiers by value are cut on the page, and so in the report. */
  readonly cuts: Cuts | undefined;
}

/** Everything that leaves: files, the report, and the lines that fetch the same by program. */
export function TakeAway({ run: { run_id: id }, structured, cuts }: Props) {
  const say = useSay();
  const { language } = useLook();
  const byToken = useSession()?.kind === 'token';
  const [done, setDone] = useState('');
  const [error, setError] = useState<unknown>(null);
  const short = shortId(id);
  const base = `/api/v1/runs/${id}`;
  const files = [
    { key: 'csv', path: `${base}/labels?format=csv`, name: `labels-${short}.csv` },
    { key: 'parquet', path: `${base}/labels?format=parquet`, name: `labels-${short}.parquet` },
    { key: 'arrow', path: `${base}/labels?format=arrow`, name: `labels-${short}.arrow` },
    { key: 'sql', path: `${base}/model?format=sql`, name: `model-${short}.sql` },
    { key: 'json', path: `${base}/answer`, name: `answer-${short}.json` },
    { key: 'report', path: `${base}/report?lang=${language}${cutsQuery(cuts)}`, name: `report-${short}.html` },
  ] as const;
  const act = (work: Promise<void>, words: string): void => {
    setError(null);
    work.then(() => setDone(words), setError);
  };
  const snippets = [
    {
      key: 'curl',
      text: `curl ${credentialFlags(byToken ? 'token' : 'pair').join(' ')} \\\n  -o labels.csv "${location.origin}${base}/labels?format=csv"`,
    },
    {
      key: 'typescript',
      text: `const response = await fetch('${location.origin}${base}/answer', {\n  headers: { ${byToken ? 'Authorization: `Bearer ${token}`' : "'X-Customer-Api-Id': id, 'X-Secret': secret"} },\n});\nconst answer = await response.json();`,
    },
  ] as const;
  return (
    <div className="box take">
      {!structured && <p className="notice">{say('no_groups_note')}</p>}
      <ul className="files">
        {files.map(({ key, path, name }) => (
          <li key={key}>
            <div>
              <strong>{say(`file_${key}`)}</strong>
              <span className="quiet">{say(`file_${key}_more`)}</span>
            </div>
            <button
              type="button"
              className="button small"
              onClick={() => act(saveFrom(path, name, language), say('saved_as', { name }))}
            >
              {say('download')}
              <span className="hidden"> {say(`file_${key}`)}</span>
            </button>
          </li>
        ))}
      </ul>
      {snippets.map(({ key, text }) => (
        <div key={key} className="snippet">
          <h3>{say(`snippet_${key}`)}</h3>
          <pre tabIndex={0}>{text}</pre>
          <button
            type="button"
            className="button small"
            onClick={() => act(navigator.clipboard.writeText(text), say('copied'))}
          >
            {say('copy')}
            <span className="hidden"> {say(`snippet_${key}`)}</span>
          </button>
        </div>
      ))}
      <p className="quiet" role="status">
        {done}
      </p>
      {error !== null && <Trouble error={error} />}
    </div>
  );
}
