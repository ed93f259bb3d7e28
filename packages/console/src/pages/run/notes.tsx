import type { RunFigures } from '../../api/types.ts';
import { useSay } from '../../look/look.ts';

const SHOWN = 3;

/** What has to be known beside the verdict: the three most serious notes, and the rest behind their number. */
export function Notes({ notices }: Pick<RunFigures, 'notices'>) {
  const say = useSay();
  const list = (shown: typeof notices) => (
    <ul>
      {shown.map(({ message }) => (
        <li key={message}>{message}</li>
      ))}
    </ul>
  );
  if (notices.length === 0) return null;
  return (
    <div className="notes">
      {list(notices.slice(0, SHOWN))}
      {notices.length > SHOWN && (
        <details>
          <summary>{say('more_notes', { n: notices.length - SHOWN })}</summary>
          {list(notices.slice(SHOWN))}
        </details>
      )}
    </div>
  );
}
