// Number words up to ten; pieces of messages that several sentences share. Each message below is whole in itself.
const number =
  '{k, plural, =2 {Two} =3 {Three} =4 {Four} =5 {Five} =6 {Six} =7 {Seven} =8 {Eight} =9 {Nine} =10 {Ten} other {#}}';
const redraws = '{redraws, plural, one {# redraw} other {# redraws}}';
const how =
  '{form, select, times {{times} times what is typical} percent {{percent} less than is typical} difference {{difference} {direction, select, more {more} other {less}} than is typical} other {where {base} is typical}}';
const since =
  '{form, select, difference {{difference} {direction, select, more {longer ago} other {more recent}} than is typical} other {where {base} is typical}}';
const beside =
  '{form, select, difference {{difference} {direction, select, more {above} other {below}} what is typical} other {where {base} is typical}}';

export const en = {
  word_strong: 'Strong',
  word_moderate: 'Moderate',
  word_weak: 'Weak',
  word_none: 'None',

  headline_strong: `${number} clear groups.`,
  headline_moderate: `${number} groups with soft edges.`,
  headline_weak: `${number} useful slices of one continuous crowd.`,
  headline_none: 'These customers form no natural groups.',
  headline_few: 'Too few customers to tell.',
  headline_alike: 'These customers are all alike.',
  headline_one: 'One group holds all of these customers.',
  headline_nobody: 'No group was found: every customer is an outlier.',

  paragraph_strong: `Gaps lie between the groups, and each of them returns when the customers are redrawn: {same, select, yes {{lowest}} other {{lowest} to {highest}}} of it, over ${redraws}. You can rely on who belongs where.`,
  paragraph_moderate:
    'There is more to these groups than chance, yet {share} of the customers stand close to a border. Treat those as close calls.',
  paragraph_moderate_clear: 'There is more to these groups than chance, and no customer stands close to a border.',
  paragraph_moderate_part: 'Not every group returns when the customers are redrawn: mind the word beside each.',
  paragraph_weak_returns:
    'The groups return when the customers are redrawn, but they run into each other without gaps. Steer attention by them; do not take their borders for facts.',
  paragraph_weak_part:
    'The groups run into each other without gaps, and some of them dissolve when the customers are redrawn. Act on those that return, and do not take their borders for facts.',
  paragraph_weak_no:
    'The groups run into each other without gaps, and most of them dissolve when the customers are redrawn. Read them as one way to cut the crowd, not as groups.',
  paragraph_weak_unknown:
    'The groups run into each other without gaps, and whether they would return is not known. Do not take their borders for facts.',
  paragraph_none:
    'Crowds drawn at random, with no groups in them, look the same. Any border between segments would be our own making.',
  paragraph_none_tiers: 'Tiers by value are the honest alternative.',
  paragraph_few:
    'Among {n, plural, one {# customer} other {# customers}}, groups and chance look much the same. From {recommended, number} customers on, more can be said.',
  paragraph_alike: 'No feature differs between them, so there is nothing to group them by.',
  paragraph_nobody:
    'Nobody has enough neighbours within the radius asked for. A larger radius, or fewer neighbours asked for, would find more.',
  paragraph_one: 'There is no second group to compare it with, so nothing can be said about borders.',

  question_apart: 'Are the groups apart?',
  question_comes_back: 'Do they come back?',
  question_held_up: 'Did they hold up later?',
  answer_apart: '{word, select, clearly {Clearly} partly {Partly} hardly {Hardly} no {No} other {Not measured}}',
  answer_comes_back: '{word, select, always {Always} mostly {Mostly} in_part {In part} no {No} other {Not measured}}',
  answer_held_up: '{word, select, yes {Yes} partly {Partly} no {No} other {Not checked}}',
  sentence_apart: 'Silhouette {silhouette}. Crowds without groups reach {low} to {high}.',
  sentence_apart_sampled:
    'Silhouette {silhouette}, give or take {width}, from {sample, number} customers. Crowds without groups reach {low} to {high}.',
  sentence_apart_alone: 'Silhouette {silhouette}. It was not compared with crowds without groups.',
  sentence_apart_none: 'A silhouette needs two groups or more.',
  sentence_comes_back: `{same, select, yes {{lowest} of every group} other {{lowest} to {highest} of a group}} returns, over ${redraws}.`,
  sentence_comes_back_none: 'The groups could not be fitted again on redrawn customers.',
  sentence_held_up:
    'Made of earlier orders: in the {days, plural, one {# day} other {# days}} from {from}, {same, select, yes {{low}} other {{low} to {high}}} of a group bought again.',
  sentence_held_up_none: 'This needs orders with dates, and none were sent.',
  sentence_held_up_short: 'This needs orders over 120 days or more.',
  baseline_agreement: 'Plain RFM tiers agree with these segments by {agreement} (1 is the same, 0 is chance).',
  baseline_apart:
    '{better, select, segments {The segments} other {The tiers}} are better apart: silhouette {silhouette} of the segments, {baseline} of the tiers.',
  baseline_predicts:
    '{better, select, segments {The segments said more about} baseline {The RFM tiers said more about} other {Both said as much about}} who would spend how much in the {days, plural, one {# day} other {# days}} after: the segments account for {segments} of the differences between customers, the tiers for {baseline}.',

  trust_word_stable: 'Stable',
  trust_word_indicative: 'Indicative',
  trust_word_unreliable: 'Unreliable',
  trust_word_unknown: 'Not measured',
  trust_word_none: 'Not rated',
  trust_stable: '{stability} of this group returns when the customers are redrawn.',
  trust_indicative: 'Part of it returns: {stability}. Enough for a campaign, too little for a promise.',
  trust_unreliable: 'It dissolves: only {stability} returns. Do not act on this group alone.',
  trust_unknown: 'Whether this group returns was not measured.',
  trust_none: '{stability} of this group returns, but so do slices of crowds without groups.',
  trust_note: 'Stable does not mean true.',

  algorithm_KMeans: 'K-Means',
  algorithm_GaussianMixture: 'Gaussian mixture',
  algorithm_Agglomerative: 'Agglomerative clustering',
  algorithm_DBSCAN: 'DBSCAN',
  model: '{algorithm} with {k, plural, one {# segment} other {# segments}}',
  choice_asked_k: 'You asked for exactly {k, plural, one {# segment} other {# segments}}.',
  choice_asked_method: 'You asked for {algorithm} alone.',
  choice_asked_both: 'You asked for {algorithm} with exactly {k, plural, one {# segment} other {# segments}}.',
  choice_separation: '{model} has the highest silhouette of the {tried, number} models tried.',
  choice_davies_bouldin: '{model} has the lowest Davies-Bouldin of the {tried, number} models tried.',
  choice_k: '{method} settled on {k, plural, one {# segment} other {# segments}}; models of that number competed.',
  choice_among:
    '{model} has the {validation, select, davies_bouldin {lowest Davies-Bouldin} other {highest silhouette}} of them.',
  choice_actionable:
    'Of the {tried, number} models tried, {model} balances being apart, coming back and even sizes best.',
  choice_only: '{model} was the only model tried.',
  choice_caller: 'You chose {model}; the rule would have chosen {rule}.',
  choice_caller_same: 'You chose {model}, and so would the rule.',
  choice_caller_alone: 'You chose {model}; no model passed every check of the rule.',
  choice_fallback: 'No model passed every check. {model} is the best of those refused.',
  choice_lead: 'It leads {model} by {margin}.',
  choice_thin: 'Its lead over {model} is thin, and you may overrule it.',
  choice_not_actionable:
    'No model with three segments or more could compete for use in campaigns, so separation decided.',

  label_champions: 'Champions',
  label_high_value: 'High spenders',
  label_at_risk: 'At risk',
  label_lost: 'Long gone',
  label_discount: 'Discount buyers',
  label_price_sensitive: 'Small orders',
  label_big_ticket: 'Large orders',
  label_loyal: 'Loyal regulars',
  label_new: 'Recent, few orders',
  label_growth: 'Recent buyers',
  label_light: 'Light buyers',
  label_average: 'Near the average',
  label_outliers: 'Outliers',
  label_qualified: '{label}, {qualifier}',
  label_near: '{label}, {feature} near {value}',
  label_group: '{label}, group {letter}',

  qualifier_spend: '{direction, select, more {higher spend} other {lower spend}}',
  qualifier_orders: '{direction, select, more {more orders} other {fewer orders}}',
  qualifier_ticket: '{direction, select, more {larger baskets} other {smaller baskets}}',
  qualifier_range: '{direction, select, more {wide range} other {narrow range}}',
  qualifier_loyalty: '{direction, select, more {higher loyalty} other {lower loyalty}}',
  qualifier_recency: '{direction, select, more {last seen earlier} other {seen lately}}',
  qualifier_tenure: '{direction, select, more {known longer} other {known for less}}',
  qualifier_discount: '{direction, select, more {more discount} other {less discount}}',
  qualifier_other: '{direction, select, more {more {feature}} other {less {feature}}}',

  fact_spend: `They spend {value}, ${how}.`,
  fact_orders: `They place {n, plural, one {{value} order} other {{value} orders}}, ${how}.`,
  fact_ticket: `An order is worth {value}, ${how}.`,
  fact_range: `They buy {n, plural, one {{value} product} other {{value} different products}}, ${how}.`,
  fact_loyalty: `Their loyalty score is {value}, ${beside}.`,
  fact_recency: `Their last order was {value} ago, ${since}.`,
  fact_tenure: `Their first order was {value} ago, ${since}.`,
  fact_discount: `Their share of discount is {value}, ${beside}.`,
  fact_other: `{feature} is {value}, ${how}.`,
  fact_average: 'They are close to the typical customer in every feature used.',
  fact_otherwise: 'Otherwise they are like everyone else.',
  fact_outliers: 'They have too few others like them to belong to a group.',
  evidence_fact:
    '{feature}: median {value} against {base}, {effect} standard deviations {direction, select, more {above} other {below}}',
  evidence_unsaid: 'Largest difference left unsaid: {feature}, {effect} standard deviations, under {threshold}',
  evidence_same: 'No other feature differs',
  evidence_outliers: '{n, plural, one {# customer} other {# customers}}, {share} of all',

  days: '{n, plural, one {# day} other {# days}}',
  under_percent: 'under {percent}',

  action_high_value: 'Offer premium service, an account manager and early access.',
  action_growth: 'Nurture with upsell offers and product guidance.',
  action_price_sensitive: 'Send discounts and bundles, and show what they get for the money.',
  action_at_risk: 'Send a win-back offer and ask for feedback.',
  action_loyalty: 'Reward repeat orders and show them more of the range.',
  action_welcome: 'Welcome them and nudge a second order within 30 days.',
  action_low_priority: 'Send one low-cost reminder, then stop.',
  action_observe: 'Include them in general campaigns and watch how they move.',
  action_review: 'Look at them one by one; leave them out of segment campaigns.',
  play_high_value: 'High-value play',
  play_growth: 'Growth play',
  play_price_sensitive: 'Price-sensitive play',
  play_at_risk: 'At-risk play',
  play_loyalty: 'Loyalty play',
  play_welcome: 'Welcome play',
  play_low_priority: 'Low-priority play',
  play_observe: 'No special play',
  play_review: 'Review by hand',

  feature_spend: 'Spend',
  feature_orders: 'Orders',
  feature_ticket: 'Order value',
  feature_range: 'Products',
  feature_loyalty: 'Loyalty',
  feature_recency: 'Last order',
  feature_tenure: 'First order',
  feature_discount: 'Discount',
  noun_spend: 'spend',
  noun_orders: 'orders',
  noun_ticket: 'order value',
  noun_range: 'products',
  noun_loyalty: 'loyalty',
  noun_recency: 'last order',
  noun_tenure: 'first order',
  noun_discount: 'discount',
  unit_days: 'days',
  unit_days_since: 'days since',

  title_ribbon: '{label}: {customers} of customers, {value} of {feature}',
  title_ribbon_even: '{feature} is spread like the customers',
  title_map_shade: 'Segments run into each other: the map has no gaps',
  title_map_gaps: 'Gaps part most of the segments',
  title_profile_two: '{a} and {b} separate the segments most',
  title_profile_one: '{a} separates the segments most',
  title_profile_none: 'No single feature separates the segments',
  title_distributions: '{label}: apart from everyone else on {feature}',
  title_distributions_none: 'Segments overlap on every feature',
  title_silhouette_elsewhere: '{share} of customers would fit better elsewhere',
  title_silhouette_near: 'Customers are nearer their own group, but not by much',
  title_silhouette_far: 'Customers sit well inside their own group on average',
  title_rules: '{n, plural, one {# condition repeats} other {# conditions repeat}} {fidelity} of the labels',
  title_rules_none: 'No short rule describes these segments',
  title_rules_few: 'Too few customers to test a short rule',

  rules_missing: '{n, plural, one {One segment has} other {# segments have}} no rule of their own: {labels}.',
  close_call: 'Close call with {label} ({confidence})',
  close_calls:
    '{n, plural, =0 {No customer is a close call} one {# customer is a close call} other {# customers are close calls}}: confidence below {limit}.',
} as const;

export type Phrase = keyof typeof en;
