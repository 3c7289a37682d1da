#!/usr/bin/env bash
# examples.sh [FOLDER] - make the example rosters again, byte for byte: about two thousand invented residents for each
# county, a few of their rows dirty on purpose.
set -euo pipefail
cd "$(dirname "$0")/.."

canbao="${CANBAO_BUILD:-build}/canbao"
folder=${1:-examples}

roster() { # script, file, seed
  "$canbao" synth "$1" -n 2000 --seed "$3" --dirty-rate 3 -o "$folder/$2" --no-progress >/dev/null
}

roster lingbi/2023 lingbi_2023.csv 341323
roster lezhi/2024 lezhi_2024.csv 512022
roster linyi/2024 linyi_2024.csv 140821
