-- 乡镇奖励不看名次看完成率：够了哪一档就拿哪一档，别的镇干得好坏不影响自己。
-- 原来只奖按时全面完成的，在完成的镇里排名次；现在差一点没完成的也有一份。
scenario "按完成率奖励乡镇"
meant_for "lingbi/2023"

local STEPS = { { 100, yuan(100000) }, { 98, yuan(80000) }, { 95, yuan(50000) }, { 90, yuan(30000) } } -- 完成率（%），奖励

township "四（二）2" "按完成率分档奖励" {
  prize = function (t)
    for _, step in ipairs(STEPS) do
      if t.target and t.counted * 100 >= t.target * step[1] then return step[2] end
    end
    return yuan(0)
  end }

expect { "changed=0" } -- 奖的是镇，一个人的参保缴费都不该动
