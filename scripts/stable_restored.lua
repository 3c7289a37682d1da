-- 稳定脱贫人口恢复资助：灵璧 2023 年已经不再资助，这里把它请回来，作为逐年退坡的起点。
-- 四年的退坡写在 stable_year_1 到 stable_year_4，各自在这一份上只改比例；想看别的比例，用
--   canbao sweep lingbi/2023 花名册 --scenario stable_restored --vary 三（二）3.share=75%,50%,25%,0%
scenario "稳定脱贫人口恢复资助"
meant_for "lingbi/2023"

replace "三（二）3" "稳定脱贫人口恢复资助" {
  share = percent(100), fund = "医疗救助资金", certifier = "县乡村振兴局", when = guard_of "三（二）3" }

-- 和别的资助对象一样，征缴期结束后缴费的不再资助；只管住自己这一条，不碰同一个人的其他资助。
article "三（二）3停止" "征缴期结束后缴费的稳定脱贫人口不资助" {
  subsidy = yuan(0), overrides = "三（二）3",
  when = all { guard_of "三（二）3", function (r) return (r.paid_on or r.as_of) > date "2023-02-28" end } }

expect { "worse_off=0", "enrolled=base" }
