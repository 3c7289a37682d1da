-- 稳定脱贫人口退坡第二年：资助缴费标准的一半。其余见 stable_restored。
scenario "退坡第二年，资助 50%"
meant_for "lingbi/2023"
also "stable_restored"

set "三（二）3" { share = percent(50) }
