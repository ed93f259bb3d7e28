import type { Phrase } from './en.ts';

const groups =
  '{k, plural, =2 {Dois} =3 {Três} =4 {Quatro} =5 {Cinco} =6 {Seis} =7 {Sete} =8 {Oito} =9 {Nove} =10 {Dez} other {#}}';
// "Fatias" is feminine, and only the number two agrees with it.
const slices = groups.replace('Dois', 'Duas');
const redraws = '{redraws, plural, one {# sorteio} other {# sorteios}}';
const how =
  '{form, select, times {{times} vezes o típico} percent {{percent} a menos que o típico} difference {{difference} a {direction, select, more {mais} other {menos}} que o típico} other {o típico é {base}}}';
const since =
  '{form, select, difference {{difference} {direction, select, more {a mais} other {a menos}} que o típico} other {o típico é {base}}}';
const beside =
  '{form, select, difference {{difference} {direction, select, more {acima} other {abaixo}} do típico} other {o típico é {base}}}';

export const pt: Readonly<Record<Phrase, string>> = {
  word_strong: 'Forte',
  word_moderate: 'Moderada',
  word_weak: 'Fraca',
  word_none: 'Nenhuma',

  headline_strong: `${groups} grupos claros.`,
  headline_moderate: `${groups} grupos de bordas suaves.`,
  headline_weak: `${slices} fatias úteis de uma multidão contínua.`,
  headline_none: 'Estes clientes não formam grupos naturais.',
  headline_few: 'Há clientes de menos para saber.',
  headline_alike: 'Estes clientes são todos iguais.',
  headline_one: 'Um só grupo reúne todos estes clientes.',
  headline_nobody: 'Nenhum grupo foi encontrado: todos os clientes são casos atípicos.',

  paragraph_strong: `Há vazios entre os grupos, e cada um reaparece quando os clientes são sorteados de novo: {same, select, yes {{lowest}} other {de {lowest} a {highest}}} dele, em ${redraws}. Você pode confiar em quem pertence a cada um.`,
  paragraph_moderate:
    'Nestes grupos há mais que acaso, mas {share} dos clientes estão perto de uma borda. Trate-os como casos duvidosos.',
  paragraph_moderate_clear: 'Nestes grupos há mais que acaso, e nenhum cliente está perto de uma borda.',
  paragraph_moderate_part:
    'Nem todo grupo reaparece quando os clientes são sorteados de novo: observe a palavra ao lado de cada um.',
  paragraph_weak_returns:
    'Os grupos reaparecem quando os clientes são sorteados de novo, mas se fundem uns nos outros sem vazios. Use-os para orientar a atenção; não tome suas bordas por fatos.',
  paragraph_weak_part:
    'Os grupos se fundem uns nos outros sem vazios, e alguns se desfazem quando os clientes são sorteados de novo. Aja com os que reaparecem e não tome suas bordas por fatos.',
  paragraph_weak_no:
    'Os grupos se fundem uns nos outros sem vazios, e a maioria se desfaz quando os clientes são sorteados de novo. Leia-os como um modo de cortar a multidão, não como grupos.',
  paragraph_weak_unknown:
    'Os grupos se fundem uns nos outros sem vazios, e não se sabe se reapareceriam. Não tome suas bordas por fatos.',
  paragraph_none:
    'Multidões sorteadas ao acaso, sem grupo algum, têm a mesma aparência. Qualquer borda entre segmentos seria obra nossa.',
  paragraph_none_tiers: 'As faixas por valor são a alternativa honesta.',
  paragraph_few:
    'Entre {n, plural, one {# cliente} other {# clientes}}, grupos e acaso se parecem muito. A partir de {recommended, number} clientes dá para dizer mais.',
  paragraph_alike: 'Nenhuma variável difere entre eles, então não há por que agrupá-los.',
  paragraph_nobody:
    'Ninguém tem vizinhos suficientes dentro do raio pedido. Um raio maior, ou pedir menos vizinhos, encontraria mais.',
  paragraph_one: 'Não há um segundo grupo para comparar, então nada se pode dizer sobre bordas.',

  question_apart: 'Os grupos estão separados?',
  question_comes_back: 'Eles reaparecem?',
  question_held_up: 'Eles se mantiveram depois?',
  answer_apart: '{word, select, clearly {Claramente} partly {Em parte} hardly {Mal} no {Não} other {Sem medida}}',
  answer_comes_back:
    '{word, select, always {Sempre} mostly {Quase sempre} in_part {Em parte} no {Não} other {Sem medida}}',
  answer_held_up: '{word, select, yes {Sim} partly {Em parte} no {Não} other {Sem verificar}}',
  sentence_apart: 'Silhueta {silhouette}. Multidões sem grupos alcançam de {low} a {high}.',
  sentence_apart_sampled:
    'Silhueta {silhouette}, com margem de {width}, a partir de {sample, number} clientes. Multidões sem grupos alcançam de {low} a {high}.',
  sentence_apart_alone: 'Silhueta {silhouette}. Não foi comparada com multidões sem grupos.',
  sentence_apart_none: 'A silhueta precisa de dois grupos ou mais.',
  sentence_comes_back: `Reaparece {same, select, yes {{lowest} de cada grupo} other {de {lowest} a {highest} de um grupo}}, em ${redraws}.`,
  sentence_comes_back_none: 'Os grupos não puderam ser ajustados de novo com clientes sorteados.',
  sentence_held_up:
    'Formados com pedidos anteriores: nos {days, plural, one {# dia} other {# dias}} a partir de {from}, {same, select, yes {{low}} other {de {low} a {high}}} de um grupo voltou a comprar.',
  sentence_held_up_none: 'São necessários pedidos com datas, e nenhum foi enviado.',
  sentence_held_up_short: 'São necessários pedidos de 120 dias ou mais.',
  baseline_agreement: 'Os níveis RFM simples coincidem com estes segmentos em {agreement} (1 é o mesmo, 0 é acaso).',
  baseline_apart:
    '{better, select, segments {Os segmentos} other {Os níveis}} estão mais separados: silhueta {silhouette} dos segmentos, {baseline} dos níveis.',
  baseline_predicts:
    '{better, select, segments {Os segmentos disseram mais sobre} baseline {Os níveis RFM disseram mais sobre} other {Ambos disseram o mesmo sobre}} quem gastaria quanto nos {days, plural, one {# dia} other {# dias}} seguintes: os segmentos explicam {segments} das diferenças entre clientes, os níveis {baseline}.',

  trust_word_stable: 'Estável',
  trust_word_indicative: 'Indicativo',
  trust_word_unreliable: 'Pouco confiável',
  trust_word_unknown: 'Sem medida',
  trust_word_none: 'Sem classificação',
  trust_stable: 'Reaparece {stability} deste grupo quando os clientes são sorteados de novo.',
  trust_indicative: 'Reaparece uma parte: {stability}. Basta para uma campanha, não para uma promessa.',
  trust_unreliable: 'Ele se desfaz: só reaparece {stability}. Não aja apenas por este grupo.',
  trust_unknown: 'Não foi medido se este grupo reaparece.',
  trust_none: 'Reaparece {stability} deste grupo, mas fatias de multidões sem grupos também reaparecem.',
  trust_note: 'Estável não quer dizer verdadeiro.',

  algorithm_KMeans: 'K-Means',
  algorithm_GaussianMixture: 'Mistura gaussiana',
  algorithm_Agglomerative: 'Agrupamento hierárquico',
  algorithm_DBSCAN: 'DBSCAN',
  model: '{algorithm} com {k, plural, one {# segmento} other {# segmentos}}',
  choice_asked_k: 'Você pediu exatamente {k, plural, one {# segmento} other {# segmentos}}.',
  choice_asked_method: 'Você pediu apenas {algorithm}.',
  choice_asked_both: 'Você pediu {algorithm} com exatamente {k, plural, one {# segmento} other {# segmentos}}.',
  choice_separation: '{model} tem a maior silhueta dos {tried, number} modelos testados.',
  choice_davies_bouldin: '{model} tem o menor Davies-Bouldin dos {tried, number} modelos testados.',
  choice_k: '{method} fixou {k, plural, one {# segmento} other {# segmentos}}; competiram os modelos com esse número.',
  choice_among:
    'Deles, {model} tem {validation, select, davies_bouldin {o menor Davies-Bouldin} other {a maior silhueta}}.',
  choice_actionable:
    'Dos {tried, number} modelos testados, {model} é o que melhor equilibra separação, reaparição e tamanhos parelhos.',
  choice_only: '{model} foi o único modelo testado.',
  choice_caller: 'Você escolheu {model}; a regra teria escolhido {rule}.',
  choice_caller_same: 'Você escolheu {model}, e a regra também.',
  choice_caller_alone: 'Você escolheu {model}; nenhum modelo passou em todas as provas da regra.',
  choice_fallback: 'Nenhum modelo passou em todas as provas. {model} é o melhor dos recusados.',
  choice_lead: 'Supera {model} por {margin}.',
  choice_thin: 'Sua vantagem sobre {model} é pequena, e você pode trocá-lo.',
  choice_not_actionable:
    'Nenhum modelo com três segmentos ou mais pôde competir para uso em campanhas, então a separação decidiu.',

  label_champions: 'Campeões',
  label_high_value: 'Gasto alto',
  label_at_risk: 'Em risco',
  label_lost: 'Ausentes há tempo',
  label_discount: 'Compradores com desconto',
  label_price_sensitive: 'Pedidos pequenos',
  label_big_ticket: 'Pedidos grandes',
  label_loyal: 'Habituais fiéis',
  label_new: 'Recentes, poucos pedidos',
  label_growth: 'Compradores recentes',
  label_light: 'Compradores ocasionais',
  label_average: 'Perto da média',
  label_outliers: 'Casos atípicos',
  label_qualified: '{label}, {qualifier}',
  label_near: '{label}, {feature} perto de {value}',
  label_group: '{label}, grupo {letter}',

  qualifier_spend: '{direction, select, more {maior gasto} other {menor gasto}}',
  qualifier_orders: '{direction, select, more {mais pedidos} other {menos pedidos}}',
  qualifier_ticket: '{direction, select, more {cestas maiores} other {cestas menores}}',
  qualifier_range: '{direction, select, more {gama ampla} other {gama estreita}}',
  qualifier_loyalty: '{direction, select, more {mais fidelidade} other {menos fidelidade}}',
  qualifier_recency: '{direction, select, more {vistos há mais tempo} other {vistos há pouco}}',
  qualifier_tenure: '{direction, select, more {conhecidos há mais} other {conhecidos há menos}}',
  qualifier_discount: '{direction, select, more {mais desconto} other {menos desconto}}',
  qualifier_other: '{direction, select, more {mais {feature}} other {menos {feature}}}',

  fact_spend: `Gastam {value}: ${how}.`,
  fact_orders: `Fazem {n, plural, one {{value} pedido} other {{value} pedidos}}: ${how}.`,
  fact_ticket: `Um pedido vale {value}: ${how}.`,
  fact_range: `Compram {n, plural, one {{value} produto} other {{value} produtos diferentes}}: ${how}.`,
  fact_loyalty: `Seu índice de fidelidade é {value}: ${beside}.`,
  fact_recency: `Seu último pedido foi há {value}: ${since}.`,
  fact_tenure: `Seu primeiro pedido foi há {value}: ${since}.`,
  fact_discount: `Sua parte de desconto é {value}: ${beside}.`,
  fact_other: `{feature} é {value}: ${how}.`,
  fact_average: 'Parecem-se com o cliente típico em todas as variáveis usadas.',
  fact_otherwise: 'De resto são como todos.',
  fact_outliers: 'Têm poucos parecidos demais para fazer parte de um grupo.',
  evidence_fact:
    '{feature}: mediana {value} contra {base}; {effect} desvios padrão {direction, select, more {acima} other {abaixo}}',
  evidence_unsaid: 'Maior diferença não mencionada: {feature}; {effect} desvios padrão, menos de {threshold}',
  evidence_same: 'Nenhuma outra variável difere',
  evidence_outliers: '{n, plural, one {# cliente} other {# clientes}}, {share} do total',

  days: '{n, plural, one {# dia} other {# dias}}',
  under_percent: 'menos de {percent}',

  action_high_value: 'Ofereça atendimento prioritário, um gerente de conta e acesso antecipado.',
  action_growth: 'Acompanhe com ofertas de maior valor e orientação sobre produtos.',
  action_price_sensitive: 'Envie descontos e kits, e mostre o que recebem pelo dinheiro.',
  action_at_risk: 'Envie uma oferta de reconquista e peça a opinião deles.',
  action_loyalty: 'Premie pedidos repetidos e mostre mais da gama.',
  action_welcome: 'Dê as boas-vindas e incentive um segundo pedido em 30 dias.',
  action_low_priority: 'Envie um lembrete de baixo custo e não insista.',
  action_observe: 'Inclua-os em campanhas gerais e observe como se movem.',
  action_review: 'Veja-os um a um; deixe-os fora das campanhas por segmento.',
  play_high_value: 'Plano de alto valor',
  play_growth: 'Plano de crescimento',
  play_price_sensitive: 'Plano de preço',
  play_at_risk: 'Plano de risco',
  play_loyalty: 'Plano de fidelidade',
  play_welcome: 'Plano de boas-vindas',
  play_low_priority: 'Plano de baixa prioridade',
  play_observe: 'Sem plano especial',
  play_review: 'Revisão manual',

  feature_spend: 'Gasto',
  feature_orders: 'Pedidos',
  feature_ticket: 'Valor por pedido',
  feature_range: 'Produtos',
  feature_loyalty: 'Fidelidade',
  feature_recency: 'Último pedido',
  feature_tenure: 'Primeiro pedido',
  feature_discount: 'Desconto',
  noun_spend: 'gasto',
  noun_orders: 'pedidos',
  noun_ticket: 'valor por pedido',
  noun_range: 'produtos',
  noun_loyalty: 'fidelidade',
  noun_recency: 'último pedido',
  noun_tenure: 'primeiro pedido',
  noun_discount: 'desconto',
  unit_days: 'dias',
  unit_days_since: 'dias desde então',

  title_ribbon: '{label}: {customers} dos clientes, {value} do total de {feature}',
  title_ribbon_even: '{feature}: distribui-se como os clientes',
  title_map_shade: 'Os segmentos se fundem: o mapa não tem vazios',
  title_map_gaps: 'Há vazios entre a maioria dos segmentos',
  title_profile_two: 'O que mais separa os segmentos: {a} e {b}',
  title_profile_one: 'O que mais separa os segmentos: {a}',
  title_profile_none: 'Nenhuma variável separa sozinha os segmentos',
  title_distributions: '{label}: à parte dos demais em {feature}',
  title_distributions_none: 'Os segmentos se sobrepõem em todas as variáveis',
  title_silhouette_elsewhere: '{share} dos clientes caberiam melhor em outro grupo',
  title_silhouette_near: 'Os clientes estão mais perto do seu grupo, mas não muito',
  title_silhouette_far: 'Em média os clientes estão bem dentro do seu grupo',
  title_rules: '{n, plural, one {# condição repete} other {# condições repetem}} {fidelity} dos rótulos',
  title_rules_none: 'Nenhuma regra curta descreve estes segmentos',
  title_rules_few: 'Há clientes de menos para testar uma regra curta',

  rules_missing: '{n, plural, one {Um segmento não tem} other {# segmentos não têm}} regra própria: {labels}.',
  close_call: 'Caso duvidoso com {label} ({confidence})',
  close_calls:
    '{n, plural, =0 {Nenhum cliente é um caso duvidoso} one {# cliente é um caso duvidoso} other {# clientes são casos duvidosos}}: confiança menor que {limit}.',
};
