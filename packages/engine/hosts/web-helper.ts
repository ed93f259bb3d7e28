/** The program of a helping Web Worker: its first message is its seat. */
import { helpTeam, type TeamSeat } from '@clientele/engine';

globalThis.addEventListener('message', (event: MessageEvent<TeamSeat>) => helpTeam(event.data));
