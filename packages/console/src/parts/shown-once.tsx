import { useState } from 'react';
import { useSay } from '../look/look.ts';

interface Props {
  /** What it is, and that it is not shown again. */
  readonly words: string;
  readonly value: string;
  /** It was put away. */
  readonly done: () => void;
}

/** A secret that is told a single time: it stays until somebody says that it is kept elsewhere. */
export function ShownOnce({ words, value, done }: Props) {
  const say = useSay();
  const [copied, setCopied] = useState(false);
  return (
    <div className="notice" role="status">
      <p>{words}</p>
      <pre tabIndex={0}>{value}</pre>
      <p className="actions">
        <button
          type="button"
          className="button small"
          onClick={() => void navigator.clipboard.writeText(value).then(() => setCopied(true))}
        >
          {say(copied ? 'copied' : 'copy')}
        </button>
        <button type="button" className="button small" onClick={done}>
          {say('kept_elsewhere')}
        </button>
      </p>
    </div>
  );
}
