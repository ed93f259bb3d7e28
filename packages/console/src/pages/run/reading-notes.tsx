import { reading } from '../../data/reading.ts';
import { useSay } from '../../look/look.ts';

/** What was taken for what in a file of orders, what was left out, what to look at; nothing where no file was sent from here. */
export function ReadingNotes({ run }: { run: string }) {
  const say = useSay();
  const notes = reading.of(run);
  if (notes.length === 0) return null;
  return (
    <section className="reading" aria-labelledby="reading-title">
      <h3 id="reading-title">{say('how_read')}</h3>
      <ul>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </section>
  );
}
