-- tries: escape codes in the place
-- load: 3, must be a plain text of at most 1000 bytes
policy { place = "攻\27[2J县", year = 2024 } --!
