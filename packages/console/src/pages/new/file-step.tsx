import { type ChangeEvent, type DragEvent, useEffect, useEffectEvent, useState } from 'react';
import sampleUrl from 'sample:online-retail?url';
import type { FileFault } from '../../data/cells.ts';
import type { Draft } from '../../data/draft.ts';
import { kept } from '../../data/kept.ts';
import { pastedIn } from '../../data/pasted.ts';
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
  /** Why the last paste was of no use. */
  const [mispasted, setMispasted] = useState<'picture' | 'no_table' | 'nothing' | null>(null);
  const take = (file: File | undefined): void => {
    if (!file) return;
    setMispasted(null);
    open(file);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  const pick = ({ target }: ChangeEvent<HTMLInputElement>): void => {
    take(target.files?.[0]);
    target.value = '';
  };
  const paste = useEffectEvent((event: ClipboardEvent): void => {
    if (reading || !event.clipboardData) return;
    event.preventDefault();
    const pasted = pastedIn(event.clipboardData);
    if (pasted.kind === 'file') take(pasted.file);
    else if (pasted.kind === 'text') take(new File([pasted.text], `${say('pasted_name')}.${pasted.ending}`));
    else setMispasted(pasted.kind);
  });
  useEffect(() => {
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  }, []);
  const sample = async (): Promise<void> => {
    const bytes = await (await fetch(sampleUrl)).blob();
    take(new File([bytes], 'online-retail.csv', { type: 'text/csv' }));
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
        <p className="quiet">{say('paste_here')}</p>
        <p className="quiet" id="file-limits">
          {say('file_limits')}
        </p>
        <div id="file-fault" role="alert">
          {mispasted ? (
            <p className="fault">{say(`pasted_${mispasted}`)}</p>
          ) : (
            fault && <p className="fault">{faultWords(fault, say)}</p>
          )}
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
