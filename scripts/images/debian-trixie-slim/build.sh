#!/usr/bin/env bash
# debian:trixie-slim without a registry: debootstrap, the same files left out as in the official slim image, docker import.
# Called by scripts/lib/images.sh with the tag and the hash of its inputs.
# shellcheck source=scripts/lib/common.sh
. "$(dirname "$0")/../../lib/common.sh"

tag="$1" inputs="$2"
apt_install debootstrap
[ -r /usr/share/keyrings/debian-archive-keyring.gpg ] || apt_install debian-archive-keyring
work="$(mktemp -d "${TMPDIR:-/tmp}/slackwater-base.XXXXXX")"
trap 'as_root rm -rf "$work"' EXIT
root="$work/root"

quiet debootstrap as_root env PATH="$PATH:/usr/sbin:/sbin" debootstrap --variant=minbase \
  --keyring=/usr/share/keyrings/debian-archive-keyring.gpg "$SLACKWATER_SUITE" "$root" "$SLACKWATER_MIRROR"

# Services must not start while packages are installed, package files need not stay, documentation is not wanted.
as_root tee "$root/usr/sbin/policy-rc.d" >/dev/null <<'SH'
#!/bin/sh
exit 101
SH
as_root chmod 0755 "$root/usr/sbin/policy-rc.d"
as_root tee "$root/etc/apt/apt.conf.d/docker" >/dev/null <<'CONF'
APT::Install-Recommends "false";
APT::Install-Suggests "false";
Acquire::Languages "none";
Binary::apt::APT::Keep-Downloaded-Packages "false";
CONF
as_root tee "$root/etc/dpkg/dpkg.cfg.d/docker" >/dev/null <<'CONF'
path-exclude /usr/share/doc/*
path-include /usr/share/doc/*/copyright
path-exclude /usr/share/man/*
path-exclude /usr/share/locale/*
path-exclude /usr/share/info/*
force-unsafe-io
CONF
# shellcheck disable=SC2016
as_root bash -c '
  cd "$1"
  rm -rf usr/share/man usr/share/info usr/share/locale var/cache/apt/*.bin var/cache/apt/archives/*.deb var/lib/apt/lists/* var/log/*
  find usr/share/doc -depth -type f ! -name copyright -delete
  find usr/share/doc -depth -type d -empty -delete
  rm -f etc/hostname etc/resolv.conf
  mkdir -p usr/share/man/man1
' _ "$root"
as_root tar -C "$root" --numeric-owner -c . |
  docker import --change 'CMD ["bash"]' --change "LABEL io.slackwater.inputs=$inputs" - "$tag" >/dev/null
