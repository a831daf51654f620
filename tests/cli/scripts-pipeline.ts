// Pipelines of scripts and gates only, written for one test: they start at once and touch no cloud.
import type { JsonObject } from '../../src/lib/json.ts';

export interface ScriptStep {
  readonly id: string;
  readonly script: string;
  /** Harness's units. */
  readonly timeout?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly outputs?: readonly string[];
  readonly secretOutputs?: readonly string[];
  /** Tried a second time when it fails. */
  readonly isRetried?: boolean;
}

export interface GateStep {
  readonly gate: string;
  /** What its approvers are asked to give, as the pipeline spells it. */
  readonly asks?: readonly JsonObject[];
}

export type WrittenStep = ScriptStep | GateStep;

export function scriptsPipeline(identifier: string, steps: readonly WrittenStep[]): string {
  return `pipeline:
  name: ${identifier}
  identifier: ${identifier}
  stages:
    - stage:
        identifier: only
        name: Only
        type: Custom
        spec:
          execution:
            steps:
${steps.map((each) => ('gate' in each ? gateStep(each) : scriptStep(each))).join('')}`;
}

function scriptStep({
  id,
  script,
  timeout = '10m',
  environment = {},
  outputs = [],
  secretOutputs = [],
  isRetried = false,
}: ScriptStep): string {
  return `              - step:
                  identifier: ${id}
                  name: ${id}
                  type: ShellScript
                  timeout: ${timeout}
                  spec:
                    shell: Bash
                    executionTarget: {}
                    source:
                      type: Inline
                      spec:
                        script: ${JSON.stringify(script)}
                    environmentVariables: ${JSON.stringify(
                      Object.entries(environment).map(([name, value]) => ({
                        name,
                        type: 'String',
                        value,
                      })),
                    )}
                    outputVariables: ${JSON.stringify([
                      ...outputs.map((name) => ({ name, type: 'String', value: name })),
                      ...secretOutputs.map((name) => ({ name, type: 'Secret', value: name })),
                    ])}
                  failureStrategies: ${JSON.stringify(isRetried ? [RETRY] : [])}
`;
}

const RETRY = {
  onFailure: {
    errors: ['AllErrors'],
    action: {
      type: 'Retry',
      spec: {
        retryCount: 1,
        retryIntervals: ['10s'],
        onRetryFailure: { action: { type: 'MarkAsFailure' } },
      },
    },
  },
};

function gateStep({ gate: id, asks = [] }: GateStep): string {
  return `              - step:
                  identifier: ${id}
                  name: ${id}
                  type: HarnessApproval
                  timeout: 1d
                  spec:
                    approvalMessage: Shall it go on?
                    includePipelineExecutionHistory: false
                    approverInputs: ${JSON.stringify(asks)}
                    approvers:
                      userGroups: [account._account_all_users]
                      minimumCount: 1
                      disallowPipelineExecutor: false
`;
}
