#!/usr/bin/env bash
# What `make demo` shows: three real counties, each with its example roster, decided under its notice.
set -euo pipefail
cd "$(dirname "$0")/.."

canbao="${CANBAO_BUILD:-build}/canbao"
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
page="${CANBAO_BUILD:-build}/whatif.html" # stays, to be looked at

# The language as the program itself would choose it.
locale=${LC_ALL:-${LC_MESSAGES:-${LANG:-C}}}
case "$locale" in
  C | POSIX) language=en ;;
  *) case "${LANGUAGE:-$locale}" in zh*) language=zh ;; *) language=en ;; esac ;;
esac

say() { # English, Chinese
  if [ $language = zh ]; then printf '%s\n' "$2"; else printf '%s\n' "$1"; fi
}

title() {
  printf '\n'
  printf '=%.0s' {1..100}
  printf '\n'
  say "$1" "$2"
  printf '=%.0s' {1..100}
  printf '\n'
}

# English, Chinese, then the verb as a reader would type it: shown, then run.
step() {
  local status=0
  printf '\n--- '
  say "$1" "$2"
  printf '    $ build/canbao %s\n\n' "$(sed "s|$out/||g" <<<"${*:3}")"
  "$canbao" "${@:3}" --lang $language | sed "s|$out/||g" || status=${PIPESTATUS[0]}
  # 1 means that it found what it looks for, which is no failure here.
  [ "$status" -le 1 ] || exit "$status"
}

# The row of the first resident with aid whose status is the given one, else of the first with aid. A record may
# hold line breaks inside quotes.
someone() { # result file, status
  awk -F, -v wanted="$2" '
    { record = record $0 }
    gsub(/"/, "\"", record) % 2 { next }
    { row++; $0 = record; record = "" }
    row > 1 && $9 > 0 { if (!any) any = row - 1; if ($15 == wanted) { any = row - 1; exit } }
    END { print any }' "$1"
}

county() { # script, roster, as-of day, status of the resident to explain, further options for towns
  local script=$1 roster=$2 day=$3 status=$4 result
  result="$out/${script//\//_}.csv"
  step "Everyone decided: who pays what, money by fund and identity, the problems found" \
    "逐人判定：谁缴多少、钱从哪里出、花名册里查出的问题" \
    eval "$script" "$roster" --as-of "$day" -o "$result"
  step "How the townships stand" "各乡镇进度" towns "$script" "$roster" --as-of "$day" "${@:5}"
  step "Who should be covered and is not, and who paid too much or too little" "应保未保、多缴少缴" \
    gaps "$script" "$roster" --as-of "$day"
  step "One resident, article by article" "挑一位居民，逐条讲清楚" \
    explain "$script" "$roster" --as-of "$day" --row "$(someone "$result" "$status")"
}

say "canbao decides, for each resident of a county, what the county's yearly notice on resident medical
insurance says. The three notices are real; the residents, and Lingbi's targets by town, are invented." \
  "canbao（参保）按县里每年的城乡居民医保征缴通知，逐人判定应缴多少、谁来补、何时截止、何时享受待遇。
三份通知都是真实的；居民是虚构的，灵璧各镇任务数也是虚构的（原通知附件缺失）。"

title "Lingbi (灵璧), Anhui, 2023: 960 yuan a head, of which a resident pays 350 or less" \
  "安徽灵璧，2023 年度：人均筹资 960 元，个人最多缴 350 元"
county lingbi/2023 examples/lingbi_2023.csv 2023-03-01 extended --targets examples/lingbi_2023.targets.csv

title "Lezhi (乐至), Sichuan, 2024: two tiers, 510 and 380 yuan, and four degrees of aid" \
  "四川乐至，2024 年度：510 元、380 元两个档次，四种资助比例"
county lezhi/2024 examples/lezhi_2024.csv 2024-03-01 on_time

title "Linyi (临猗), Shanxi, 2024: 380 yuan, five amounts to pay, fifteen targets (the roster is a sample of them)" \
  "山西临猗，2024 年度：380 元，五种应缴额，十五个乡镇（社区办）的任务数（花名册只是抽样）"
county linyi/2024 examples/linyi_2024.csv 2023-12-26 on_time

title "What if Lingbi's premium were 380 yuan and the minimum-income scheme got 330?" \
  "假如灵璧个人缴费提到 380 元，低保资助提到 330 元"
step "Who is better or worse off, what it costs, which change brings how much, and a page of it" \
  "谁得谁失、多花多少钱、每处改动带来多少，并出一页报告" \
  whatif lingbi/2023 examples/lingbi_2023.csv --as-of 2023-03-01 --scenario premium_380 \
  --set 三（二）2.subsidy=330 --attribute --limit 10 --html "$page"

printf '\n'
say "The page lies at $page; open it in a browser." "报告在 $page，用浏览器打开。"
say "README.md goes on from here: change one amount in a script and see the effect." \
  "接下来看 README.zh-CN.md：改一处金额，看一次结果。"
