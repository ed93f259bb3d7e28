import type { ShownRun } from '../../api/types.ts';
import { useSay } from '../../look/look.ts';

/** What was taken for what in a file of orders, what was left out, what to look at; nothing where the run was made of none. */
export function ReadingNotes({ run: { notes } }: { run: ShownRun }) {
  const say = useSay();
  if (notes.length === 0) return null;
  return (
    <section className="reading" aria-labelledby="reading-title">
      <h3 id="reading-title">{say('how_read')}</h3>
      <ul>
        {notes.map(({ code, message }) => (
          <li key={code}>{message}</li>
        ))}
      </ul>
    </section>
  );
}
