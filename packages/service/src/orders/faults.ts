import { type Language, speakers, type Values } from '@clientele/engine';
import { type OrdersFaultCode, ordersFaults } from './locales/faults.ts';

const faultSpeakers = speakers(ordersFaults);

/** Something in a file of orders, or in what was asked about it, that its owner can mend. */
export class OrdersFault extends Error {
  readonly code: OrdersFaultCode;
  readonly values: Values;

  constructor(code: OrdersFaultCode, values: Values = {}) {
    super(faultSpeakers.en(code, values));
    this.name = 'OrdersFault';
    this.code = code;
    this.values = values;
  }

  /** What is wrong and what to do, in one language. */
  say(language: Language): string {
    return faultSpeakers[language](this.code, this.values);
  }
}
