import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useSay } from '../look/look.ts';
import { IconButton } from './icon-button.tsx';
import { Menu } from './menu.tsx';
import { drawingIn, savePicture } from './picture.ts';
import { usePlaces } from './places.ts';
import { saveBlob } from './save.ts';
import type { Drawing } from './svg.ts';

interface Props {
  /** What the figure is in; null until it is there. */
  readonly box: HTMLElement | null;
  /** Changes whenever it is drawn again. */
  readonly drawn: unknown;
  /** What its files are called. */
  readonly savedAs: string;
  /** What it draws, as CSV. */
  readonly numbers: (() => string | Promise<string>) | null;
  /** Its drawing; default: what it shows. Null where there is none yet. */
  readonly picture?: (() => Drawing | null) | null;
}

/** How to read a figure, the same as a table, and its files: three signs beside its title. */
export function FigureTools({ box, drawn, savedAs, numbers, picture = () => box && drawingIn(box) }: Props) {
  const say = useSay();
  const [head] = usePlaces(box, 'figcaption', drawn);
  const [how] = usePlaces(box, '.aids > details:not(.twin)', drawn);
  const [twin] = usePlaces(box, '.aids > .twin', drawn);
  if (!box || !head) return null;
  const save = (form: 'svg' | 'png') => (): void => {
    const drawing = picture?.();
    if (drawing) void savePicture(box, drawing, { name: savedAs, form });
  };
  const pictures = [
    { key: 'svg', words: say('save_svg'), act: save('svg') },
    { key: 'png', words: say('save_png'), act: save('png') },
  ];
  const csv = numbers && {
    key: 'csv',
    words: say('save_csv'),
    act: () =>
      void Promise.resolve(numbers()).then((text) =>
        saveBlob(new Blob([text], { type: 'text/csv;charset=utf-8' }), `${savedAs}.csv`),
      ),
  };
  const choices = [...(picture ? pictures : []), ...(csv ? [csv] : [])];
  return createPortal(
    <div className="figure-tools">
      {how && <Opener details={how} icon="how" label={say('how_to_read')} />}
      {twin && <Opener details={twin} icon="table" label={say('as_table')} />}
      {choices.length > 0 && <Menu icon="save" label={say('save_figure')} choices={choices} />}
    </div>,
    head,
  );
}

/** Opens and closes what a figure has behind it. */
function Opener({ details, icon, label }: { details: HTMLElement; icon: 'how' | 'table'; label: string }) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const read = (): void => setOpen(details instanceof HTMLDetailsElement && details.open);
    read();
    details.addEventListener('toggle', read);
    return () => details.removeEventListener('toggle', read);
  }, [details]);
  return <IconButton icon={icon} label={label} aria-expanded={open} onClick={() => details.toggleAttribute('open')} />;
}
