import type { CliWord } from './en.ts';

export const es: Readonly<Record<CliWord, string>> = {
  missing_file: '{file}: el archivo no existe. Revise la ruta.',
  is_folder: '{file} es una carpeta. Indique un archivo, o - para la entrada estándar.',
  unreadable: 'No se puede leer {file} ({code}). Revise los permisos.',
  damaged_gzip: '{file} es un archivo gzip dañado. Créelo de nuevo.',
  too_large: '{file} ocupa más de {limit} MB descomprimido. Envíe menos filas, o solo las columnas que usa.',
  empty_file: '{file} está vacío. Necesita un encabezado y una fila por cliente.',
  not_utf8: '{file} no es texto UTF-8. Guárdelo como UTF-8 (en una hoja de cálculo: CSV UTF-8).',
  csv_broken: '{file}, fila {row}: {problem}. Ponga comillas a toda la celda y duplique las comillas interiores.',
  quote_open: 'una celda entrecomillada no se cierra',
  quote_inside: 'hay una comilla dentro de una celda sin comillas',
  header_twice: '{file}, fila {row}: la columna {column} aparece dos veces en el encabezado. Cambie un nombre.',
  header_empty: '{file}, fila {row}: la columna {at} no tiene nombre. Póngale uno.',
  ragged:
    '{file}, fila {row}: {found, plural, one {# celda} other {# celdas}}, pero el encabezado en la fila {header} tiene {expected}. Ponga entre comillas las celdas que contengan {delimiter, select, comma {una coma} semicolon {un punto y coma} other {un tabulador}}; el encabezado es la primera fila del archivo.',
  json_broken: '{file}, línea {row}, columna {column}: JSON no válido. Revise la coma o las comillas anteriores.',
  json_shape:
    '{file} contiene JSON de otra forma. Envíe un arreglo de objetos, uno por cliente, o un objeto con "data".',
  json_item: '{file}, elemento {row}: no es un objeto. Envíe un objeto por cliente.',
  body_fault: '{file}: {message}',
  unknown_column: '{file} no tiene la columna {column} (indicada en {flag}). Tiene: {columns}.',
  bad_number:
    '{file}, fila {row}, columna {column}: "{value}" no es un número. {hint, select, comma {Escriba punto decimal y sin separador de miles, como 1234.5.} decimal {Escriba punto decimal, como 1234.5, o indique --decimal comma si la coma es el signo decimal de este archivo.} point {Con --decimal comma se escribe 1234,5 o 1.234,5.} sign {Escriba solo el número, sin moneda ni porcentaje.} missing {Deje la celda vacía si no se conoce el valor.} infinite {Los números llegan hasta 1.8e308.} other {Corrija la celda, o excluya la columna con --features.}}',
  bad_item: '{file}, elemento {row}, {column}: {value} no es un número. Envíe un número, o null si no se conoce.',
  no_id: '{file}, fila {row}: falta el identificador en la columna {column}. Cada cliente necesita uno.',
  twice: '{file}: {column} {value} aparece dos veces, en las filas {first} y {second}. Deje una fila por cliente.',
  no_numbers:
    '{file} no tiene ninguna columna de números con que agrupar. {count, plural, one {Su columna es} other {Sus columnas son}}: {columns}. Las celdas se separan con coma, punto y coma o tabulador.',
  features_twice: '--features nombra {column} dos veces. Nómbrela una sola vez.',
  note_id: 'Los clientes se identifican por la columna {column}.',
  note_id_rows: 'No hay columna de identificadores; los clientes se identifican por su fila. Indique una con --id.',
  note_text: 'Columnas de texto excluidas: {columns}.',
  note_empty: 'Columnas vacías excluidas: {columns}.',
  note_prefix: 'nota: {text}',
  description: 'Encuentra los grupos de clientes de FILE y dice cuánto fiarse de ellos',
  argument_file: 'CSV, JSON o un cuerpo de purchasing_segmentation, con o sin gzip; - lee la entrada estándar',
  examples: `
Ejemplos:
  clientele segment customers.csv
      segmentar el archivo y leer aquí el resultado
  clientele segment customers.csv --features spend,visits --report report.html --out labels.csv
      elegir columnas; una página y un segmento por cliente
  clientele segment customers.csv --k 4 --objective actionable --json
      cuatro segmentos, para una campaña; resultado en JSON
  zcat customers.csv.gz | clientele segment -
      desde la entrada estándar, también comprimida
`,
  flag_id: 'columna que identifica al cliente (si falta: customer_id, customerid o id, o la primera de texto)',
  flag_features: 'columnas para agrupar, separadas por comas (si falta: todas las numéricas)',
  flag_lang: 'idioma de todos los textos',
  flag_out: 'escribe customer_id, segment, persona, confidence; los identificadores quedan tal como se leyeron',
  flag_report: 'escribe el resultado completo en una página HTML',
  flag_json: 'imprime el resultado completo en JSON',
  flag_data: 'guardar el resultado como ejecución en esta carpeta de datos (véase clientele runs --help)',
  flag_tenant: 'de quién es la ejecución; no hace falta donde hay un solo cliente del servicio',
  flag_previous: 'conservar los identificadores de los segmentos de esta ejecución anterior (requiere --data)',
  previous_needs_data: '--previous-run nombra una ejecución guardada: indique con --data en qué carpeta.',
  previous_unknown: '--previous-run es {run}, que no es una ejecución completada de allí. Véalas: clientele runs list',
  stored_as: 'Guardado como ejecución {run}. Para verla: clientele runs show {run} --data {folder}',
  tenant_alone: '--tenant dice de quién es la ejecución guardada. Indique también la carpeta de datos, con --data.',
  tenant_made: 'Se creó el cliente del servicio {name} ({id}) para las ejecuciones de esta carpeta.',
  flag_quiet: 'no imprime más que errores (y el JSON, si se pide)',
  lang_wrong: '--lang es {value}; debe ser uno de {choices}.',
  cannot_write: 'No se puede escribir {file} ({code}). Revise la carpeta y sus permisos.',
  flag_twice: '{flag} se indica más de una vez. Indíquelo una sola vez.',
  stdout_broken: 'No se puede escribir en la salida estándar ({code}).',
  same_file: '{flag} {file} es el mismo archivo que {other}. Indique otro, o uno de los dos se perdería.',
  segment: 'Segmento',
  persona: 'Perfil',
  customers: 'Clientes',
  share: 'Parte',
  value_share: '{feature}, parte',
  silhouette: 'Silueta',
  trust: 'Confianza',
  trust_stable: 'estable {value}',
  trust_indicative: 'indicativo {value}',
  trust_unreliable: 'poco fiable {value}',
  outliers: 'Atípicos',
  group: 'Grupo {letter}',
  decision: '{tried, plural, one {# modelo probado} other {# modelos probados}}; {eligible} podían ganar.',
  notices: 'Notas',
  wrote: 'Escrito {file}',
  next: 'Siguiente',
  hint_report: 'El resultado completo en una página: clientele segment {typed} --report report.html',
  hint_out: 'Un segmento para cada cliente:       clientele segment {typed} --out labels.csv',
  hint_objective: 'Elegido para campañas:               clientele segment {typed} --objective actionable',
  phase: 'Agrupando',
  argument_orders:
    'pedidos en CSV, CSV con gzip, Parquet o líneas JSON, una línea por pedido o artículo; - lee la entrada estándar; una dirección postgres:// lee --table o --query',
  group_orders: 'Opciones para leer pedidos:',
  group_output: 'Opciones del resultado:',
  flag_orders: 'formar las características a partir de un archivo de pedidos',
  flag_role:
    'columna con {role, select, customer {el cliente} date {la fecha u hora del pedido} amount {el importe de la línea} quantity {la cantidad, para importe = cantidad x precio} price {el precio unitario} order {el número del pedido} product {el producto} category {la categoría, que se cuenta en lugar del producto} other {el saldo de puntos de lealtad}} (por defecto: se busca por su nombre)',
  flag_table: 'con una dirección postgres://: la tabla que se lee',
  flag_query: 'con una dirección postgres://: la consulta que se lee',
  flag_memory:
    'memoria para leer pedidos; a partir de ahí se usan archivos temporales (por defecto: un cuarto de la máquina, como máximo 4096)',
  flag_threads: 'hilos que leen pedidos (por defecto: uno por núcleo)',
  flag_work: 'carpeta para archivos temporales (por defecto: la del sistema)',
  flag_out_csv: 'escribir los clientes en un archivo CSV, y aquí un resumen',
  flag_quiet_csv: 'no mostrar nada más que errores y lo pedido',
  flag_bins: 'puntuaciones para recencia, frecuencia y dinero',
  flag_weights: 'peso de cada característica; la que no se nombra no tiene peso',
  features_description:
    'Forma las seis características de cada cliente a partir de ORDERS, como CSV para clientele segment',
  features_examples: `
Ejemplos:
  clientele features pedidos.csv --as-of 2026-01-01 --out clientes.csv
      una fila por cliente, con la recencia contada desde ese día
  clientele features pedidos.parquet --visits orders --returns drop --free drop
      contar pedidos en lugar de días, sin devoluciones ni lo que no cuesta nada
  clientele features lineas.csv --customer comprador --date cuando --quantity piezas --price unidad
      nombrar las columnas que no se encuentran solas
  clientele features postgres://yo@db/tienda --table public.pedidos --json > cuerpo.json
      desde PostgreSQL, como cuerpo para POST /api/v1/ai/purchasing_segmentation
`,
  rfm_description: 'Puntúa a los clientes de ORDERS por recencia, frecuencia y dinero, y los ordena en niveles',
  rfm_examples: `
Ejemplos:
  clientele rfm pedidos.csv --as-of 2026-01-01 --out rfm.csv
      puntuaciones y niveles como archivo; niveles y umbrales aquí
  clientele rfm pedidos.csv --bins 4 --json
      cuatro puntuaciones, como JSON
`,
  loyalty_description: 'Puntúa la lealtad de los clientes de FILE de 0 a 1, y los ordena en niveles',
  loyalty_examples: `
Ejemplos:
  clientele features pedidos.csv | clientele loyalty - --out lealtad.csv
      de los pedidos a la lealtad
  clientele loyalty clientes.csv --weights visit_frequency=0.5,recency_days=0.5
      solo frecuencia y recencia
`,
  loyalty_unused: 'Sin diferencias entre clientes, y por eso sin peso: {features}.',
  loyalty_summary: 'Media {mean}, mediana {median}; una décima parte de los clientes supera {top}.',
  no_loyalty_features:
    '{file} no tiene ninguna de las columnas que forman la lealtad: {features}. Fórmelas: clientele features ORDERS',
  weights_wrong:
    '--weights tiene {value}; escriba característica=peso con un peso de 0 o más, al menos uno mayor que 0. Características: {features}.',
  file_or_orders: 'Indique un archivo de clientes o --orders con un archivo de pedidos.',
  phase_orders: 'Lectura',
  feature: 'Característica',
  lowest: 'Mínimo',
  median: 'Mediana',
  mean: 'Media',
  highest: 'Máximo',
  tier: 'Nivel',
  money_share: 'Dinero, parte',
  thresholds: 'Se alcanza con',
  score_from: 'nota {score}',
  metric_recency: 'Días desde el último pedido, como máximo',
  metric_frequency: 'Visitas, al menos',
  metric_monetary: 'Dinero, al menos',
};
