#!/usr/bin/env bash
# update.sh PO [COMPENDIUM...] - bring a catalogue up to the messages in the sources: _() and N_() in C, tr() in
# the trusted Lua. Translations of messages that are gone are dropped, new ones come from the compendia.
# update.sh --check PO - change nothing; list the messages that lack a translation, exit 1 when there are any.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

check=no
if [ "${1:-}" = --check ]; then
  check=yes
  shift
fi
po=$1
shift

header() {
  printf 'msgid ""\nmsgstr ""\n'
  printf '"Project-Id-Version: canbao\\n"\n"PO-Revision-Date: 2026-01-01 00:00+0800\\n"\n'
  printf '"Last-Translator: the canbao authors\\n"\n"Language-Team: Chinese\\n"\n'
  printf '"Language: zh_CN\\n"\n"MIME-Version: 1.0\\n"\n'
  printf '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
  printf '"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
}

common=(--from-code=UTF-8 --no-location --no-wrap --omit-header --join-existing -o "$work/messages.pot")
header >"$work/messages.pot"
find engine -name '*.c' -o -path 'engine/*' -name '*.h' | LC_ALL=C sort >"$work/c"
find engine -name '*.lua' | LC_ALL=C sort >"$work/lua"
xgettext "${common[@]}" -L C -k_ -kN_ -f "$work/c"
[ -s "$work/lua" ] && xgettext "${common[@]}" -L Lua -ktr -f "$work/lua"

compendia=()
for file in "$@"; do
  name="$work/$(basename "$file")"
  if grep -q '^"Content-Type' "$file"; then
    cp "$file" "$name"
  else
    { header; cat "$file"; } >"$name"
  fi
  compendia+=("$name")
done
if [ ${#compendia[@]} -gt 0 ]; then
  header >"$work/compendium.po"
  msgcat --use-first --no-wrap -o "$work/compendium.po" "${compendia[@]}"
fi

[ -e "$po" ] || header >"$po"
msgmerge --quiet --no-fuzzy-matching --no-location --no-wrap --sort-output \
  ${compendia[0]:+-C "$work/compendium.po"} -o "$work/merged.po" "$po" "$work/messages.pot"
msgattrib --no-obsolete --no-wrap --sort-output -o "$work/new.po" "$work/merged.po"

lacking() { # the messages without a translation, one a line
  for kind in --untranslated --only-fuzzy; do
    msgattrib "$kind" --no-obsolete --no-wrap "$work/new.po" | awk '
      /^msgid / { text = substr($0, 8, length($0) - 8); inside = 1; next }
      /^msgstr/ { if (inside && text != "") print text; inside = 0 }
      inside && /^"/ { text = text substr($0, 2, length($0) - 2) }'
  done
}

msgfmt -c -o /dev/null "$work/new.po"
lacking >"$work/lacking"
if [ "$check" = yes ]; then
  if [ -s "$work/lacking" ]; then
    echo "messages without a translation in $po: $(wc -l <"$work/lacking") (make po adds them; then translate)"
    cat "$work/lacking"
    exit 1
  fi
  exit 0
fi
cmp -s "$work/new.po" "$po" || cp "$work/new.po" "$po"
echo "$po: $(msgfmt --statistics -o /dev/null "$po" 2>&1)"
