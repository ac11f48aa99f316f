import { useEngine } from '../lib/fast/engine';
import type { LoadedTensorFlow } from '../lib/oracle';
import type { Engines, Times } from './convolutions';
import { lenet } from './lenet';
import { measureInTurn, type Work } from './measure';
import { restsOf } from './peer-convolutions';
import { checkParameters, type Peers, type PreparedStep } from './peers';
import { lenetStep } from './tensorflow';

/** Times a step of LeNet on everything that trains it; the peers' weights are checked after two. */
export async function measureSteps(
  engines: Engines,
  tensorFlow: LoadedTensorFlow,
  peers: Peers['loaded'],
): Promise<Times> {
  const onPeers = await prepareSteps(peers);
  const { x, labels, parameters, step } = lenet();
  await tensorFlow.tf.setBackend('wasm');
  const work: Record<string, Work> = { 'tfjs wasm': lenetStep(tensorFlow, x, labels, parameters) };
  for (const [label, engine] of Object.entries(engines)) {
    work[label] = () => {
      useEngine(engine);
      step();
    };
  }
  for (const [label, { run }] of Object.entries(onPeers)) work[label] = run;
  const times: Times = await measureInTurn(work, peers.length > 0 ? 12 : 6, restsOf(peers));
  for (const prepared of Object.values(onPeers)) prepared.close();
  await tensorFlow.tf.setBackend('cpu');
  const onCpu = lenetStep(tensorFlow, x, labels, parameters);
  times['tfjs cpu'] = (await measureInTurn({ cpu: onCpu }, 1)).cpu;
  return times;
}

async function prepareSteps(peers: Peers['loaded']): Promise<Record<string, PreparedStep>> {
  const trained = lenet();
  for (let i = 0; i < 2; i++) trained.step(); // the second is the first that momentum moves
  const onPeers: Record<string, PreparedStep> = {};
  for (const { label, peer } of peers) {
    // A LeNet of its own: its weights are the same at the start, and a peer may keep the arrays.
    const prepared = await peer.prepareStep?.(lenet());
    if (!prepared) continue;
    for (let i = 0; i < 2; i++) await prepared.run();
    checkParameters(`LeNet on ${label}`, prepared.parameters(), trained.parameters);
    onPeers[label] = prepared;
  }
  return onPeers;
}
