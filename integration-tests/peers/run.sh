#!/usr/bin/env bash
# Times this project, lme4 and glmmTMB on the same files in one run, and prints a table with ratios. The data are simulated with fixed seeds
# (InstEval comes with lme4).
#   integration-tests/peers/run.sh [benchmark ...]     default: all; DATA=folder for the files, THREADS for this project
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
data=${DATA:-$root/target/peers}
threads=${THREADS:-1}
mkdir -p "$data/classes"
if [ ! -f "$data/classpath" ]; then
    (cd "$root" && mvn -q -B dependency:build-classpath -Dmdep.outputFile="$data/classpath" > /dev/null)
fi
[ -d "$root/target/classes" ] || (cd "$root" && mvn -q -B compile)
classpath="$root/target/classes:$(cat "$data/classpath")"
javac -nowarn -d "$data/classes" -cp "$classpath" "$here"/*.java
if command -v Rscript > /dev/null; then R=yes; else R=; echo "R is missing: the peers are skipped (apt-get install r-cran-lme4 r-cran-glmmtmb)"; fi

# name | data | model text | R formula | family | factors | peers, each with its number of runs
benchmarks='
logistic 10^4|logistic-1e4-20-3|y ~ x1 + x2 + (1 \| g), binomial|y ~ x1 + x2 + (1 \| g)|binomial|-|glmer:3 glmmTMB:3
logistic 10^5|logistic-1e5-20-3|y ~ x1 + x2 + (1 \| g), binomial|y ~ x1 + x2 + (1 \| g)|binomial|-|glmer:3 glmmTMB:3
logistic 10^5, p = 6|logistic-1e5-20-6|y ~ x1 + x2 + x3 + x4 + x5 + (1 \| g), binomial|y ~ x1 + x2 + x3 + x4 + x5 + (1 \| g)|binomial|-|glmer:1 glmmTMB:1
logistic 10^5, 2000 a cluster|logistic-1e5-2000-3|y ~ x1 + x2 + (1 \| g), binomial|y ~ x1 + x2 + (1 \| g)|binomial|-|glmer:1 glmmTMB:1
logistic 10^5, nagq = 9|logistic-1e5-20-3|y ~ x1 + x2 + (1 \| g), binomial, nagq = 9|y ~ x1 + x2 + (1 \| g)|binomial|-|glmer9:1
logistic 10^6|logistic-1e6-20-3|y ~ x1 + x2 + (1 \| g), binomial|y ~ x1 + x2 + (1 \| g)|binomial|-|
logistic 10^7|logistic-1e7-20-3|y ~ x1 + x2 + (1 \| g), binomial|y ~ x1 + x2 + (1 \| g)|binomial|-|
poisson slope 10^5|poisson-1e5|y ~ x + (x \| g), poisson|y ~ x + (x \| g)|poisson|-|glmer:1 glmmTMB:1
gaussian slope 10^6|gaussian-1e6|y ~ x + (x \| g)|y ~ x + (x \| g)|gaussian|-|lmer:1
crossed 10^5, 1000 x 1000|crossed-1e5-1000|y ~ x1 + x2 + (1 \| a) + (1 \| b), binomial|y ~ x1 + x2 + (1 \| a) + (1 \| b)|binomial|-|glmer0:1
InstEval gaussian|InstEval|y ~ service + (1 \| s) + (1 \| d), method = REML|y ~ service + (1 \| s) + (1 \| d)|gaussian|s,d,service|lmer:3
InstEval binomial|InstEval|I(y >= 4) ~ service + (1 \| s) + (1 \| d), binomial|I(y >= 4) ~ service + (1 \| s) + (1 \| d)|binomial|s,d,service|glmmTMB:1
binary 10^7|binary-1e7|y ~ x1 + x2 + x3 + x4 + x5 + (1 \| g), binomial|y ~ x1 + x2 + x3 + x4 + x5 + (1 \| g)|binomial|-|
'

prepare() {
    local file="$data/$1.csv"
    [ -f "$file" ] && return
    if [ "$1" = InstEval ]; then
        [ -n "$R" ] || return 1
        Rscript -e "write.csv(lme4::InstEval, '$file', row.names = FALSE, quote = FALSE)" > /dev/null
    else
        java -cp "$data/classes" Simulate "$1" "$file"
    fi
}

echo "$(date -u +%F), $(java -version 2>&1 | head -1), $(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg), $threads thread(s)"
echo "| benchmark | program | seconds | CPU seconds | runs | log-likelihood | times slower (CPU) |"
echo "|---|---|---|---|---|---|---|"
echo "$benchmarks" | sed 's/\\|/\x01/g' | while IFS='|' read -r name file text formula family factors peers; do
    [ -n "$name" ] || continue
    if [ $# -gt 0 ] && ! printf '%s\n' "$@" | grep -qxF -e "$name"; then continue; fi
    text=${text//$'\x01'/|}
    formula=${formula//$'\x01'/|}
    prepare "$file" || { echo "| $name | skipped: the data come with lme4 | | | | | |"; continue; }
    fits=20
    case $file in crossed* | InstEval) fits=6 ;; *1e6 | *1e6-*) fits=4 ;; *1e7 | *1e7-*) fits=2 ;; esac
    # shellcheck disable=SC2086
    result=$(java ${JAVA_OPTIONS:-} -cp "$data/classes:$classpath" Fit "$data/$file.csv" "$text" "$factors" "$fits" "$threads")
    first=$(sed 's/first \([0-9.]*\) s.*/\1/' <<< "$result")
    ours=$(sed 's/.*later \([0-9.]*\) s.*/\1/' <<< "$result")
    cpu=$(sed 's/.*(\([0-9.]*\) s of CPU.*/\1/' <<< "$result")
    logLik=$(sed 's/.*logLik \([-0-9.E]*\),.*/\1/' <<< "$result")
    echo "| $name | glmm-sql, first fit of the JVM | $first | | 1 | | |"
    echo "| | glmm-sql, warm | $ours | $cpu | $((fits - 1)) | $logLik | 1 |"
    [ -n "$R" ] || continue
    for peer in $peers; do
        runs=${peer#*:}
        read -r seconds peerCpu peerLogLik < <(Rscript "$here/peers.R" "$data/$file.csv" "$formula" "$family" "$factors" "${peer%:*}" "$runs")
        echo "| | ${peer%:*} | $seconds | $peerCpu | $runs | $peerLogLik | $(awk "BEGIN { printf \"%.0f\", $peerCpu / $cpu }") |"
    done
done
