-- 灵璧按临猗的标准：人还是灵璧的人，条文还是灵璧的条文，只把金额换成临猗 2024 年的。
-- 临猗写的是“自己缴多少”，所以这里也写 pays。临猗没有提到的（计生、优抚全额资助）照灵璧不动；
-- 临猗的财政补助通知没有写，用的是那边脚本里存疑所取的 640 元。丧失劳动能力的残疾人灵璧没有这一类，不另添。
scenario "灵璧按临猗标准"
meant_for "lingbi/2023"

set "三（二）" { premium = yuan(380), fiscal = yuan(640), total = yuan(1020) }
set "三（二）2" { pays = yuan(76) }       -- 低保对象：少出 20%
set "三（二）2返贫" { pays = yuan(38) }   -- 返贫致贫人口：少出 10%，比低保还少，多重身份的人因此换了身份
set "三（二）2监测" { pays = yuan(100) }  -- 监测人口

expect { "eligible=base", "enrolled=base", "undetermined=base" }
