-- 稳定脱贫人口退坡第三年：资助缴费标准的四分之一。其余见 stable_restored。
scenario "退坡第三年，资助 25%"
meant_for "lingbi/2023"
also "stable_restored"

set "三（二）3" { share = percent(25) }
