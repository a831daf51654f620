// The rail of a run's page: what a person decides, then the way back and steering, which never leave the window.
import type { ReactElement } from 'react';
import { Banner } from '../../parts/banner.tsx';
import { WhatHappened } from '../ends/what-happened.tsx';
import { useRun } from '../run-context.tsx';
import { Said } from '../said.tsx';
import { ApprovalCard } from './approval-card.tsx';
import { ChoiceCard } from './choice-card.tsx';
import { GateWordsContext, gateKey, useGateWordsOfPage } from './gate-words.ts';
import { InputsCard } from './inputs-card.tsx';
import { LastGate } from './last-gate.tsx';
import { ResolveCard } from './resolve-card.tsx';
import { Steering } from './steering.tsx';
import { WayBackCard } from './way-back.tsx';

export function Decide(): ReactElement {
  const { page, lines, isLive, isReplay } = useRun();
  const words = useGateWordsOfPage();
  const isGone = !page.gates.some((gate) => gateKey(gate) === words.about);
  return (
    <GateWordsContext value={words}>
      <aside className="rail run-rail" aria-label="Decide">
        {isLive || isReplay ? null : (
          <Banner tone="person">
            Decisions wait until the server is heard again: what is shown may be old.
          </Banner>
        )}
        {isGone ? <Said state={words.word.state} /> : null}
        <LastGate />
        {page.choices.map((choice, index) => (
          <ChoiceCard key={choice.path} choice={choice} hasKeys={index === 0} />
        ))}
        {page.gates.map((gate, index) => (
          <ApprovalCard
            key={`${gate.path}/${gate.attempt}`}
            gate={gate}
            hasKeys={index === 0 && page.choices.length === 0}
          />
        ))}
        {page.waits
          .filter(({ asks }) => asks !== undefined && asks.length > 0)
          .map((wait) => (
            <InputsCard key={wait.path} wait={wait} />
          ))}
        {page.status === 'Dirty' ? <ResolveCard /> : null}
        {page.endedAt === null ? null : <WhatHappened lines={lines} />}
        <div className="rail-foot">
          <WayBackCard />
          <Steering />
        </div>
      </aside>
    </GateWordsContext>
  );
}
