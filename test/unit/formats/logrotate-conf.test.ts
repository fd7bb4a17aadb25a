import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseLogrotateConf, rotates } from '../../../src/formats/logrotate-conf.ts';

test('sections, by the logs that they name, and what is included', () => {
  const text = `# all
weekly
include /etc/logrotate.d
/var/log/a.log "/var/log/with blank.log" {
  prerotate
    echo }
  endscript
  include /not/here
}
'/var/log/b*.log'
/var/log/c,v
{
  daily
}
/var/log/d { daily }
`;
  assert.deepEqual(parseLogrotateConf(text), {
    sections: [
      { logs: ['/var/log/a.log', '/var/log/with blank.log'], line: 4 },
      { logs: ['/var/log/b*.log', '/var/log/c,v'], line: 10 },
      { logs: ['/var/log/d'], line: 15 },
    ],
    includes: ['/etc/logrotate.d'],
  });
  const { sections } = parseLogrotateConf(text);
  assert.equal(rotates(sections, '/var/log/b1.log')?.line, 10);
  assert.equal(rotates(sections, '/var/log/b/1.log'), null);
});

test('whatever stands there, it is read', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      parseLogrotateConf(text);
    }),
  );
});
