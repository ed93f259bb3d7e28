import { useState } from 'react';
import { type Draft, draft as drafts, fits, settledBy } from '../../data/draft.ts';
import { useSay } from '../../look/look.ts';
import type { Met } from './opening.ts';

/** Whether what was settled before is applied to this file, and a way to have it so where the columns are the same. */
export function KeptNotice({ draft, kept }: { draft: Draft; kept: Met | null }) {
  const say = useSay();
  const [used, setUsed] = useState<Met | null>(null);
  if (!kept || kept.file !== draft.file) return null;
  const { answers, applied } = kept;
  const name = answers.file.name;
  if (applied || used === kept)
    return (
      <p className="notice" role="status">
        {say('kept_applied', { name })}
      </p>
    );
  const use = (): void => {
    drafts.set(settledBy(answers, draft));
    setUsed(kept);
  };
  return (
    <p className="notice" role="status">
      {say('kept_other', { name, file: draft.file.name })}{' '}
      {fits(answers, draft) && (
        <button type="button" className="button small" onClick={use}>
          {say('kept_use')}
        </button>
      )}
    </p>
  );
}
