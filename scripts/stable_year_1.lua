-- 稳定脱贫人口退坡第一年：资助缴费标准的七成五。其余见 stable_restored。
scenario "退坡第一年，资助 75%"
meant_for "lingbi/2023"
also "stable_restored"

set "三（二）3" { share = percent(75) }
