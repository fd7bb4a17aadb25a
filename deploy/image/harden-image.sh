#!/bin/sh
# Hardens the root directory of an image before it is packed: harden-image.sh ROOT [POLICY]
# HOLDFAST names another copy of Holdfast. As root. Nothing of ROOT is executed.
set -eu

here=$(dirname -- "$(readlink -f -- "$0")")
root=$1
policy=${2:-$here/../policy.ini}

install -d -m 0755 "$root/etc/holdfast"
install -m 0644 "$policy" "$root/etc/holdfast/policy.ini"
exec "${HOLDFAST:-/opt/holdfast/holdfast}" apply --unattended --root "$root"
