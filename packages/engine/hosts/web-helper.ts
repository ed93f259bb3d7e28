/** The program of a helping Web Worker: its first message is its seat. */
import type { TeamSeat } from '@clientele/engine';
import { helpTeam } from '@clientele/engine/helper';

globalThis.addEventListener('message', (event: MessageEvent<TeamSeat>) => helpTeam(event.data));
