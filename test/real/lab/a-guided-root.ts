import { type ARoot, aRoot } from './a-root.ts';

const FILES = {
  'etc/passwd':
    'root:x:0:0::/root:/bin/sh\nci:x:6001:6001::/home/ci:/bin/sh\ndeploy:x:6002:6002::/home/deploy:/bin/sh\n',
  'etc/group': 'root:x:0:\nci:x:6001:\ndeploy:x:6002:\ndocker:x:6100:ci,deploy\n',
  'etc/gshadow': 'docker:!::ci,deploy\n',
};

/** A small root with two users in the group docker, so that there is something to choose from. */
export function aGuidedRoot(): ARoot {
  const root = aRoot();
  for (const [name, text] of Object.entries(FILES)) root.write(name, text);
  return root;
}
