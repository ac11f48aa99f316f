// @ts-check
// The kernel's second thread. While a cell computes, the main thread hears nothing; this one goes
// on answering heartbeats and takes the messages of the control channel: shutdown and interrupt.
import inspector from 'node:inspector';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { Reply, Router } from 'zeromq';

/** @type {{ control: string, heartbeat: string, flags: Int32Array, parentPid: number }} */
const { control, heartbeat, flags, parentPid } = workerData;
const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);

// Where they stand in `flags`: see server.ts.
const compiling = 0;
const answered = 1;
let interrupts = 0;

const controlSocket = new Router();
const heartbeatSocket = new Reply();

async function takeControl() {
  for await (const frames of controlSocket) {
    const header = frames[frames.findIndex((frame) => frame.toString() === '<IDS|MSG>') + 2];
    const type = header && JSON.parse(header.toString()).msg_type;
    // A kernel that is to end must be able to hear of it, whatever a cell is doing.
    if (type === 'interrupt_request' || type === 'shutdown_request') void interrupt();
    port.postMessage({ frames });
  }
}

async function beat() {
  for await (const frames of heartbeatSocket) await heartbeatSocket.send(frames);
}

/**
 * The main thread ends a waiting cell by itself as soon as it hears of the interrupt. When it does
 * not answer, a cell is computing: then its execution is terminated from here, unless the compiler
 * is at work, whose state would not survive that.
 */
async function interrupt() {
  const number = ++interrupts;
  port.postMessage({ interrupt: number });
  for (let waited = 0; Atomics.load(flags, answered) < number; waited += 10) {
    await sleep(10);
    if (waited % 500 === 50 && Atomics.load(flags, compiling) === 0) terminate();
  }
}

function terminate() {
  const session = new inspector.Session();
  session.connectToMainThread();
  session.post('Runtime.terminateExecution', () => {
    session.disconnect();
  });
}

port.on('message', (/** @type {{ send?: Uint8Array[], close?: true }} */ message) => {
  if (message.send) void controlSocket.send(message.send.map((frame) => Buffer.from(frame)));
  if (message.close) {
    controlSocket.close();
    heartbeatSocket.close();
    port.close();
  }
});

// A kernel whose Jupyter was killed would go on for ever, since nobody is left to end it.
if (parentPid > 1)
  setInterval(() => {
    try {
      process.kill(parentPid, 0);
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH')
        process.kill(process.pid, 'SIGKILL');
    }
  }, 1000).unref();

Promise.all([controlSocket.bind(control), heartbeatSocket.bind(heartbeat)]).then(() => {
  port.postMessage({ ready: true });
  void takeControl();
  void beat();
});
