/** Confidence below which a customer is about as near to another segment. */
export const CLOSE_CALL = 0.1;
