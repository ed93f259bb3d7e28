/** The languages of every text: English, Spanish, Portuguese (BCP 47 codes, which `Intl` takes as they are). */
export const languages = ['en', 'es', 'pt'] as const;
export type Language = (typeof languages)[number];
