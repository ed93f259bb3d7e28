/** Tiers of a customer's recency, frequency and money, best first. */
export const rfmTiers = ['Champion', 'Loyal', 'Potential', 'Promising', 'At-Risk'] as const;

/** The five groups that RFM cells are most often put in, best first. */
export const rfmGroups = ['Champions', 'Loyal Customers', 'Potential Loyalists', 'At Risk', 'Lost'] as const;

/** Tiers of loyalty, best first. */
export const loyaltyTiers = ['Platinum', 'Gold', 'Silver', 'Bronze', 'At-Risk'] as const;
