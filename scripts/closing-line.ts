import type { Reporter, TestModule } from 'vitest/node';

/** Ends the run with one plain line of counts, so that any log reader finds the outcome. */
class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]) {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    for (const module of modules)
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed' || state === 'failed' || state === 'skipped') counts[state]++;
      }
    console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  }
}

// Vitest makes a reporter from the class that a module exports by default.
export default ClosingLine;
