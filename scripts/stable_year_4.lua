-- 稳定脱贫人口退坡第四年：退到零，钱上应当和通知一分不差。差了就是方案写错了，所以把它写成预期。
scenario "退坡第四年，不再资助"
meant_for "lingbi/2023"
also "stable_restored"

set "三（二）3" { share = percent(0) }

expect { "cost=base", "personal_due=base", "better_off=0" }
