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
    '{file}, fila {row}, columna {column}: "{value}" no es un número. {hint, select, comma {Escriba punto decimal y sin separador de miles, como 1234.5.} sign {Escriba solo el número, sin moneda ni porcentaje.} missing {Deje la celda vacía si no se conoce el valor.} infinite {Los números llegan hasta 1.8e308.} other {Corrija la celda, o excluya la columna con --features.}}',
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
  hint_report: 'El resultado completo en una página: clientele segment {file} --report report.html',
  hint_out: 'Un segmento para cada cliente:       clientele segment {file} --out labels.csv',
  hint_objective: 'Elegido para campañas:               clientele segment {file} --objective actionable',
  phase: 'Agrupando',
};
