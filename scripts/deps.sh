#!/usr/bin/env bash
# deps.sh build|lint|test - see that what canbao is built (or checked, or tested) with is there. Installs Debian's
# packages when it may, as root or through sudo; otherwise says exactly which, and stops.
set -euo pipefail

missing=()

need_program() { # program package
  command -v "$1" >/dev/null 2>&1 || missing+=("$2")
}

need_module() { # pkg-config module, package
  pkg-config --exists "$1" 2>/dev/null || missing+=("$2")
}

look() {
  missing=()
  case "$1" in
    build)
      need_program "${CC:-cc}" gcc
      [ -e /usr/include/stdlib.h ] || missing+=(libc6-dev)
      need_program pkg-config pkg-config
      need_module lua5.4 liblua5.4-dev
      need_module lua5.4-filesystem lua-filesystem-dev
      need_module libcjson libcjson-dev
      need_module nettle nettle-dev
      need_program lua5.4 lua5.4
      need_program busted lua-busted
      need_program msgfmt gettext
      ;;
    lint)
      need_program gcc gcc
      need_program clang clang
      need_program clang-format clang-format
      need_program clang-tidy clang-tidy
      need_program cppcheck cppcheck
      need_program luacheck lua-check
      need_program xgettext gettext
      need_program groff groff-base
      ;;
    test) # a browser, and letters for it
      need_program chromium chromium
      [ -n "$(find /usr/share/fonts /usr/local/share/fonts -name '*CJK*' -print -quit 2>/dev/null)" ] ||
        missing+=(fonts-noto-cjk)
      ;;
    *)
      echo "usage: deps.sh build|lint|test" >&2
      exit 2
      ;;
  esac
}

look "$1"
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root=(sudo -n)
  else
    as_root=(none)
  fi
fi
if ! command -v apt-get >/dev/null 2>&1 || [ "${as_root[0]:-}" = none ]; then
  echo "canbao needs these packages (Debian 12 names); install them and run make again:" >&2
  echo "  apt-get install ${missing[*]}" >&2
  exit 1
fi
echo "installing what canbao needs: ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { "${as_root[@]}" apt-get update -q &&
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    "${missing[@]}"; } >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  echo "these packages could not be installed; install them and run make again:" >&2
  echo "  apt-get install ${missing[*]}" >&2
  exit 1
fi
look "$1"
if [ ${#missing[@]} -ne 0 ]; then
  echo "still missing after the installation: ${missing[*]}" >&2
  exit 1
fi
