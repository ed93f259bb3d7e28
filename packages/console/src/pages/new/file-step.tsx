import { type ChangeEvent, type DragEvent, useState } from 'react';
import sampleUrl from 'sample:online-retail?url';
import type { FileFault } from '../../data/cells.ts';
import type { Draft } from '../../data/draft.ts';
import { kept } from '../../data/kept.ts';
import { useSay } from '../../look/look.ts';
import type { Say } from '../../words/words.ts';

interface Props {
  readonly reading: boolean;
  readonly fault: FileFault | null;
  readonly open: (file: File) => void;
  /** The file there is already, which another one would take the place of. */
  readonly current: Draft | null;
  readonly back: () => void;
}

/** The drop zone, with its button inside, what was wrong with the last file, and what is there from before. */
export function FileStep({ reading, fault, open, current, back }: Props) {
  const say = useSay();
  const [waiting, setWaiting] = useState(() => kept.get());
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) open(file);
  };
  const pick = ({ target }: ChangeEvent<HTMLInputElement>): void => {
    const file = target.files?.[0];
    if (file) open(file);
    target.value = '';
  };
  const sample = async (): Promise<void> => {
    const bytes = await (await fetch(sampleUrl)).blob();
    open(new File([bytes], 'online-retail.csv', { type: 'text/csv' }));
  };
  return (
    <>
      {current ? (
        <p className="notice">
          {say('file_there', { name: current.file.name })}{' '}
          <button type="button" className="button small" onClick={back}>
            {say('back_to_columns')}
          </button>
        </p>
      ) : (
        waiting && (
          <p className="notice">
            {say('file_again', { name: waiting.file.name })}{' '}
            <button
              type="button"
              className="button small"
              onClick={() => {
                kept.forget();
                setWaiting(null);
              }}
            >
              {say('forget_kept')}
            </button>
          </p>
        )
      )}
      <div
        className={`drop${over ? ' over' : ''}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <p className="claim">{say('drop_here')}</p>
        <label className="button primary file-button">
          {say(reading ? 'reading' : 'choose_file')}
          <input
            type="file"
            accept=".csv,.tsv,.txt,.json,.gz,.parquet,text/csv,application/json"
            onChange={pick}
            disabled={reading}
            aria-describedby="file-fault file-limits"
          />
        </label>
        <p className="quiet" id="file-limits">
          {say('file_limits')}
        </p>
        <div id="file-fault" role="alert">
          {fault && <p className="fault">{faultWords(fault, say)}</p>}
        </div>
      </div>
      <p className="or-sample">
        {say('no_file')}{' '}
        <button type="button" className="link" disabled={reading} onClick={() => void sample()}>
          {say('use_sample')}
        </button>
      </p>
    </>
  );
}

/** What is wrong with the file, where, and what helps. */
function faultWords(fault: FileFault, say: Say): string {
  const { kind, ...values } = fault;
  return say(`fault_${kind}`, values);
}
