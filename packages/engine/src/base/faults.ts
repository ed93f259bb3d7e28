import type { FaultCode, FaultDetails } from './fault-details.ts';
import type { Language } from './language.ts';
import { faultMessages } from './locales/faults.ts';
import { speaker } from './words.ts';

/** An error the caller can mend. `message` is English; `say(language)` gives the other languages. */
export class Fault<Code extends FaultCode = FaultCode> extends Error {
  readonly code: Code;
  readonly details: FaultDetails[Code];

  constructor(code: Code, details: FaultDetails[Code]) {
    super(speaker(faultMessages, 'en')(code, { ...details }));
    this.name = 'Fault';
    this.code = code;
    this.details = details;
  }

  /** The message in one of the languages. */
  say(language: Language): string {
    return speaker(faultMessages, language)(this.code, { ...this.details });
  }
}

/** A fault ready to throw: `throw fault('NO_FEATURES', { rows })`. */
export function fault<Code extends FaultCode>(code: Code, details: FaultDetails[Code]): Fault<Code> {
  return new Fault(code, details);
}
