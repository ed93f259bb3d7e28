import type { Phrase } from './en.ts';

const number =
  '{k, plural, =2 {Dos} =3 {Tres} =4 {Cuatro} =5 {Cinco} =6 {Seis} =7 {Siete} =8 {Ocho} =9 {Nueve} =10 {Diez} other {#}}';
const redraws = '{redraws, plural, one {# sorteo} other {# sorteos}}';
const how =
  '{form, select, times {{times} veces lo típico} percent {un {percent} menos de lo típico} difference {{difference} {direction, select, more {más} other {menos}} de lo típico} other {lo típico es {base}}}';
const since =
  '{form, select, difference {{difference} {direction, select, more {más} other {menos}} de lo típico} other {lo típico es {base}}}';
const beside =
  '{form, select, difference {{difference} por {direction, select, more {encima} other {debajo}} de lo típico} other {lo típico es {base}}}';

export const es: Readonly<Record<Phrase, string>> = {
  word_strong: 'Fuerte',
  word_moderate: 'Moderada',
  word_weak: 'Débil',
  word_none: 'Ninguna',

  headline_strong: `${number} grupos claros.`,
  headline_moderate: `${number} grupos de bordes suaves.`,
  headline_weak: `${number} franjas útiles de una multitud continua.`,
  headline_none: 'Estos clientes no forman grupos naturales.',
  headline_few: 'Hay muy pocos clientes para saberlo.',
  headline_alike: 'Estos clientes son todos iguales.',
  headline_one: 'Un solo grupo reúne a todos estos clientes.',
  headline_nobody: 'No se encontró ningún grupo: todos los clientes son casos atípicos.',

  paragraph_strong: `Hay huecos entre los grupos y cada uno reaparece al volver a sortear los clientes: {same, select, yes {{lowest}} other {de {lowest} a {highest}}} de él, en ${redraws}. Puede confiar en quién pertenece a cada uno.`,
  paragraph_moderate:
    'En estos grupos hay más que azar, pero {share} de los clientes está cerca de un borde. Trátelos como casos dudosos.',
  paragraph_moderate_clear: 'En estos grupos hay más que azar y ningún cliente está cerca de un borde.',
  paragraph_moderate_part:
    'No todos los grupos reaparecen al volver a sortear los clientes: fíjese en la palabra junto a cada uno.',
  paragraph_weak_returns:
    'Los grupos reaparecen al volver a sortear los clientes, pero se funden unos con otros sin huecos. Úselos para orientar la atención; no tome sus bordes por hechos.',
  paragraph_weak_part:
    'Los grupos se funden unos con otros sin huecos y algunos se deshacen al volver a sortear los clientes. Actúe con los que reaparecen y no tome sus bordes por hechos.',
  paragraph_weak_no:
    'Los grupos se funden unos con otros sin huecos y la mayoría se deshace al volver a sortear los clientes. Léalos como una forma de cortar la multitud, no como grupos.',
  paragraph_weak_unknown:
    'Los grupos se funden unos con otros sin huecos y no se sabe si reaparecerían. No tome sus bordes por hechos.',
  paragraph_none:
    'Multitudes sorteadas al azar, sin ningún grupo, se ven igual. Cualquier borde entre segmentos sería obra nuestra.',
  paragraph_none_tiers: 'Los niveles por valor son la alternativa honesta.',
  paragraph_few:
    'Entre {n, plural, one {# cliente} other {# clientes}}, los grupos y el azar se parecen mucho. A partir de {recommended, number} clientes se puede decir más.',
  paragraph_alike: 'Ninguna variable difiere entre ellos, así que no hay por qué agruparlos.',
  paragraph_nobody:
    'Nadie tiene suficientes vecinos dentro del radio pedido. Un radio mayor, o pedir menos vecinos, encontraría más.',
  paragraph_one: 'No hay un segundo grupo con el que compararlo, así que nada se puede decir de los bordes.',

  question_apart: '¿Están separados los grupos?',
  question_comes_back: '¿Reaparecen?',
  question_held_up: '¿Se mantuvieron después?',
  answer_apart: '{word, select, clearly {Claramente} partly {En parte} hardly {Apenas} no {No} other {Sin medir}}',
  answer_comes_back:
    '{word, select, always {Siempre} mostly {Casi siempre} in_part {En parte} no {No} other {Sin medir}}',
  answer_held_up: '{word, select, yes {Sí} partly {En parte} no {No} other {Sin comprobar}}',
  sentence_apart: 'Silueta {silhouette}. Las multitudes sin grupos alcanzan de {low} a {high}.',
  sentence_apart_sampled:
    'Silueta {silhouette}, con un margen de {width}, a partir de {sample, number} clientes. Las multitudes sin grupos alcanzan de {low} a {high}.',
  sentence_apart_alone: 'Silueta {silhouette}. No se comparó con multitudes sin grupos.',
  sentence_apart_none: 'La silueta necesita dos grupos o más.',
  sentence_comes_back: `Reaparece {same, select, yes {{lowest} de cada grupo} other {de {lowest} a {highest} de un grupo}}, en ${redraws}.`,
  sentence_comes_back_none: 'Los grupos no se pudieron ajustar de nuevo con clientes vueltos a sortear.',
  sentence_held_up:
    'Formados con pedidos anteriores: en los {days, plural, one {# día} other {# días}} desde el {from} volvió a comprar {same, select, yes {el {low}} other {entre el {low} y el {high}}} de un grupo.',
  sentence_held_up_none: 'Hacen falta pedidos con fechas y no se envió ninguno.',
  sentence_held_up_short: 'Hacen falta pedidos de 120 días o más.',
  baseline_agreement:
    'Los niveles RFM simples coinciden con estos segmentos en {agreement} (1 es lo mismo, 0 es azar).',
  baseline_apart:
    '{better, select, segments {Los segmentos} other {Los niveles}} están mejor separados: silueta {silhouette} de los segmentos, {baseline} de los niveles.',
  baseline_predicts:
    '{better, select, segments {Los segmentos dijeron más sobre} baseline {Los niveles RFM dijeron más sobre} other {Ambos dijeron lo mismo sobre}} quién gastaría cuánto en los {days, plural, one {# día} other {# días}} siguientes: los segmentos explican el {segments} de las diferencias entre clientes, los niveles el {baseline}.',

  trust_word_stable: 'Estable',
  trust_word_indicative: 'Indicativo',
  trust_word_unreliable: 'Poco fiable',
  trust_word_unknown: 'Sin medir',
  trust_word_none: 'Sin calificar',
  trust_stable: 'Reaparece {stability} de este grupo al volver a sortear los clientes.',
  trust_indicative: 'Reaparece una parte: {stability}. Basta para una campaña, no para una promesa.',
  trust_unreliable: 'Se deshace: solo reaparece {stability}. No actúe solo por este grupo.',
  trust_unknown: 'No se midió si este grupo reaparece.',
  trust_none: 'Reaparece {stability} de este grupo, pero también lo hacen franjas de multitudes sin grupos.',
  trust_note: 'Estable no significa verdadero.',

  algorithm_KMeans: 'K-Means',
  algorithm_GaussianMixture: 'Mezcla gaussiana',
  algorithm_Agglomerative: 'Agrupamiento jerárquico',
  algorithm_DBSCAN: 'DBSCAN',
  model: '{algorithm} con {k, plural, one {# segmento} other {# segmentos}}',
  choice_asked_k: 'Usted pidió exactamente {k, plural, one {# segmento} other {# segmentos}}.',
  choice_asked_method: 'Usted pidió solo {algorithm}.',
  choice_asked_both: 'Usted pidió {algorithm} con exactamente {k, plural, one {# segmento} other {# segmentos}}.',
  choice_separation: '{model} tiene la silueta más alta de los {tried, number} modelos probados.',
  choice_davies_bouldin: '{model} tiene el Davies-Bouldin más bajo de los {tried, number} modelos probados.',
  choice_k: '{method} fijó {k, plural, one {# segmento} other {# segmentos}}; compitieron los modelos con ese número.',
  choice_among:
    'De ellos, {model} tiene {validation, select, davies_bouldin {el Davies-Bouldin más bajo} other {la silueta más alta}}.',
  choice_actionable:
    'De los {tried, number} modelos probados, {model} es el que mejor equilibra separación, reaparición y tamaños parejos.',
  choice_only: '{model} fue el único modelo probado.',
  choice_caller: 'Usted eligió {model}; la regla habría elegido {rule}.',
  choice_caller_same: 'Usted eligió {model}, y la regla también.',
  choice_caller_alone: 'Usted eligió {model}; ningún modelo pasó todas las pruebas de la regla.',
  choice_fallback: 'Ningún modelo pasó todas las pruebas. {model} es el mejor de los rechazados.',
  choice_lead: 'Supera a {model} por {margin}.',
  choice_thin: 'Su ventaja sobre {model} es escasa y usted puede cambiarlo.',
  choice_not_actionable:
    'Ningún modelo con tres segmentos o más pudo competir para uso en campañas, así que decidió la separación.',

  label_champions: 'Campeones',
  label_high_value: 'Gasto alto',
  label_at_risk: 'En riesgo',
  label_lost: 'Ausentes desde hace tiempo',
  label_discount: 'Compradores con descuento',
  label_price_sensitive: 'Pedidos pequeños',
  label_big_ticket: 'Pedidos grandes',
  label_loyal: 'Habituales fieles',
  label_new: 'Recientes, pocos pedidos',
  label_growth: 'Compradores recientes',
  label_light: 'Compradores ocasionales',
  label_average: 'Cerca de la media',
  label_outliers: 'Casos atípicos',
  label_qualified: '{label}, {qualifier}',
  label_near: '{label}, {feature} cerca de {value}',
  label_group: '{label}, grupo {letter}',

  qualifier_spend: '{direction, select, more {mayor gasto} other {menor gasto}}',
  qualifier_orders: '{direction, select, more {más pedidos} other {menos pedidos}}',
  qualifier_ticket: '{direction, select, more {cestas mayores} other {cestas menores}}',
  qualifier_range: '{direction, select, more {gama amplia} other {gama estrecha}}',
  qualifier_loyalty: '{direction, select, more {más fidelidad} other {menos fidelidad}}',
  qualifier_recency: '{direction, select, more {vistos hace más} other {vistos hace poco}}',
  qualifier_tenure: '{direction, select, more {conocidos hace más} other {conocidos hace menos}}',
  qualifier_discount: '{direction, select, more {más descuento} other {menos descuento}}',
  qualifier_other: '{direction, select, more {más {feature}} other {menos {feature}}}',

  fact_spend: `Gastan {value}: ${how}.`,
  fact_orders: `Hacen {n, plural, one {{value} pedido} other {{value} pedidos}}: ${how}.`,
  fact_ticket: `Un pedido vale {value}: ${how}.`,
  fact_range: `Compran {n, plural, one {{value} producto} other {{value} productos distintos}}: ${how}.`,
  fact_loyalty: `Su índice de fidelidad es {value}: ${beside}.`,
  fact_recency: `Su último pedido fue hace {value}: ${since}.`,
  fact_tenure: `Su primer pedido fue hace {value}: ${since}.`,
  fact_discount: `Su parte de descuento es {value}: ${beside}.`,
  fact_other: `{feature} es {value}: ${how}.`,
  fact_average: 'Se parecen al cliente típico en todas las variables usadas.',
  fact_otherwise: 'Por lo demás son como todos.',
  fact_outliers: 'Tienen muy pocos parecidos para formar parte de un grupo.',
  evidence_fact:
    '{feature}: mediana {value} frente a {base}; {effect} desviaciones estándar por {direction, select, more {encima} other {debajo}}',
  evidence_unsaid: 'Mayor diferencia no mencionada: {feature}; {effect} desviaciones estándar, menos de {threshold}',
  evidence_same: 'Ninguna otra variable difiere',
  evidence_outliers: '{n, plural, one {# cliente} other {# clientes}}, {share} del total',

  days: '{n, plural, one {# día} other {# días}}',
  under_percent: 'menos del {percent}',

  action_high_value: 'Ofrezca servicio prioritario, un gestor de cuenta y acceso anticipado.',
  action_growth: 'Acompáñelos con ofertas de mayor valor y orientación sobre productos.',
  action_price_sensitive: 'Envíe descuentos y lotes, y muestre qué reciben por su dinero.',
  action_at_risk: 'Envíe una oferta de recuperación y pida su opinión.',
  action_loyalty: 'Premie los pedidos repetidos y muéstreles más de la gama.',
  action_welcome: 'Deles la bienvenida y anime a un segundo pedido en 30 días.',
  action_low_priority: 'Envíe un recordatorio de bajo costo y no insista.',
  action_observe: 'Inclúyalos en campañas generales y observe cómo se mueven.',
  action_review: 'Revíselos uno a uno; déjelos fuera de las campañas por segmento.',
  play_high_value: 'Plan de alto valor',
  play_growth: 'Plan de crecimiento',
  play_price_sensitive: 'Plan de precio',
  play_at_risk: 'Plan de riesgo',
  play_loyalty: 'Plan de fidelidad',
  play_welcome: 'Plan de bienvenida',
  play_low_priority: 'Plan de baja prioridad',
  play_observe: 'Sin plan especial',
  play_review: 'Revisión manual',

  feature_spend: 'Gasto',
  feature_orders: 'Pedidos',
  feature_ticket: 'Valor por pedido',
  feature_range: 'Productos',
  feature_loyalty: 'Fidelidad',
  feature_recency: 'Último pedido',
  feature_tenure: 'Primer pedido',
  feature_discount: 'Descuento',
  noun_spend: 'gasto',
  noun_orders: 'pedidos',
  noun_ticket: 'valor por pedido',
  noun_range: 'productos',
  noun_loyalty: 'fidelidad',
  noun_recency: 'último pedido',
  noun_tenure: 'primer pedido',
  noun_discount: 'descuento',
  unit_days: 'días',
  unit_days_since: 'días desde entonces',

  title_ribbon: '{label}: {customers} de los clientes, {value} del total de {feature}',
  title_ribbon_even: '{feature}: se reparte como los clientes',
  title_map_shade: 'Los segmentos se funden: el mapa no tiene huecos',
  title_map_gaps: 'Hay huecos entre la mayoría de los segmentos',
  title_profile_two: 'Lo que más separa los segmentos: {a} y {b}',
  title_profile_one: 'Lo que más separa los segmentos: {a}',
  title_profile_none: 'Ninguna variable separa por sí sola los segmentos',
  title_distributions: '{label}: aparte de los demás en {feature}',
  title_distributions_none: 'Los segmentos se solapan en todas las variables',
  title_silhouette_elsewhere: '{share} de los clientes encajaría mejor en otro grupo',
  title_silhouette_near: 'Los clientes están más cerca de su grupo, pero no mucho',
  title_silhouette_far: 'En promedio los clientes están bien dentro de su grupo',
  title_rules: '{n, plural, one {# condición repite} other {# condiciones repiten}} el {fidelity} de las etiquetas',
  title_rules_none: 'Ninguna regla corta describe estos segmentos',
  title_rules_few: 'Hay muy pocos clientes para probar una regla corta',

  rules_missing: '{n, plural, one {Un segmento no tiene} other {# segmentos no tienen}} regla propia: {labels}.',
  close_call: 'Caso dudoso con {label} ({confidence})',
  close_calls:
    '{n, plural, =0 {Ningún cliente es un caso dudoso} one {# cliente es un caso dudoso} other {# clientes son casos dudosos}}: confianza menor que {limit}.',
};
