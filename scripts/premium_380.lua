-- 个人缴费标准提高到 380 元：别的都不动，谁多缴、资助要多少。
-- 全额资助跟着标准走，由资助资金多出；定额资助不动，差额落到本人头上。
scenario "个人缴费标准 380 元"
meant_for "lingbi/2023"

set "三（二）" { premium = yuan(380), total = yuan(990) }

expect { "better_off=0", "enrolled=base", "undetermined=base" }
