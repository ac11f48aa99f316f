import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { display, liveDisplay, markdown } from '../../lib/show/display';
import { progress } from '../../lib/show/progress';

const jupyterFile = require.resolve('tslab/dist/jupyter');

describe('outside a kernel', () => {
  afterEach(() => vi.restoreAllMocks());

  it('prints the text of an output instead of failing', () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    display({ 'text/plain': 'the text', 'text/html': '<b>the text</b>' });
    expect(log.mock.calls).toEqual([['the text']]);
  });

  it('prints a live output once, not at each update', () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    const live = liveDisplay({ 'text/plain': 'first' });
    live.update({ 'text/plain': 'second' });
    expect(log.mock.calls).toEqual([['first']]);
  });
});

describe('in a kernel', () => {
  // tslab's module as the kernel has it loaded, with a channel that keeps what it is sent.
  const sent: { display: Record<string, Record<string, unknown>>; update: boolean }[] = [];
  beforeEach(() => {
    sent.length = 0;
    require.cache[jupyterFile] = {
      exports: {
        lastWriteDisplayData: (shown: Record<string, Record<string, unknown>>, update: boolean) =>
          sent.push({ display: shown, update }),
      },
    } as NodeJS.Module;
  });
  afterEach(() => {
    Reflect.deleteProperty(require.cache, jupyterFile);
    vi.useRealTimers();
  });

  it('sends all forms of an output in one message', () => {
    const bundle = { 'text/plain': 'x', 'text/html': '<i>x</i>' };
    display(bundle);
    expect(sent).toEqual([
      { display: { data: bundle, metadata: {}, transient: {} }, update: false },
    ]);
  });

  it('shows Markdown with its own source as the text form', () => {
    markdown('the **answer**');
    expect(sent[0]!.display['data']).toEqual({
      'text/markdown': 'the **answer**',
      'text/plain': 'the **answer**',
    });
  });

  it('updates a live output by its display id, and every live output has its own', () => {
    const a = liveDisplay({ 'text/plain': 'a0' });
    const b = liveDisplay({ 'text/plain': 'b0' });
    a.update({ 'text/plain': 'a1' });
    const ids = sent.map(({ display: shown }) => shown['transient']!['display_id']);
    expect(ids[2]).toBe(ids[0]);
    expect(ids[1]).not.toBe(ids[0]);
    expect(sent.map(({ update }) => update)).toEqual([false, false, true]);
    void b;
  });

  it('moves a progress bar at most ten times a second, but never loses its end', () => {
    vi.useFakeTimers();
    const bar = progress('training', 1000);
    for (let step = 1; step <= 1000; step++) {
      vi.advanceTimersByTime(1);
      bar.update(step, `loss ${step}`);
    }
    const texts = sent.map(({ display: shown }) => shown['data']!['text/plain']);
    expect(texts.length).toBeLessThanOrEqual(12);
    expect(texts.length).toBeGreaterThanOrEqual(10);
    expect(texts[0]).toBe('training: 0 of 1000');
    expect(texts.at(-1)).toBe('training: 1000 of 1000, loss 1000');
  });

  it('fills the bar when the work is done early', () => {
    const bar = progress('search', 8);
    bar.done('found');
    const last = sent.at(-1)!.display['data']!;
    expect(last['text/plain']).toBe('search: 8 of 8, found');
    expect(last['text/html']).toContain('width:100%');
    expect(last['text/html']).toContain('aria-valuenow="8"');
  });
});
