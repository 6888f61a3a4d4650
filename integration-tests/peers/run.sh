#!/usr/bin/env bash
# Times this project, lme4 and glmmTMB on the same files in one run, and prints tables of wall times with ratios. The data are simulated with
# fixed seeds (InstEval is the copy among the tests' data).
#   integration-tests/peers/run.sh [benchmark ...]     default: all, groups and start
# DATA=folder for the files, THREADS=1,2 for this project, RUNS=3 of the peers; JAVA_OPTIONS
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
data=${DATA:-$root/target/peers}
threads=${THREADS:-1,2}
runs=${RUNS:-3}
mkdir -p "$data/classes"
(cd "$root" && mvn -q -B -DskipTests package dependency:build-classpath -Dmdep.outputFile="$data/classpath" > /dev/null)
classpath="$data/classes:$root/target/classes:$(cat "$data/classpath")"
javac -nowarn -d "$data/classes" -cp "$classpath" "$here"/*.java
if command -v Rscript > /dev/null; then R=yes; else R=; echo "R is missing: the peers are skipped (apt-get install r-cran-lme4 r-cran-glmmtmb)"; fi

# name | data | model text | R formula | family | factors | our fits | peers
benchmarks='
logistic 10^4|logistic-1e4-20-3|y ~ x1 + x2 + (1 \| g), binomial|y ~ x1 + x2 + (1 \| g)|binomial|-|40|glmer glmmTMB
logistic 10^5|logistic-1e5-20-3|y ~ x1 + x2 + (1 \| g), binomial|y ~ x1 + x2 + (1 \| g)|binomial|-|20|glmer glmmTMB
logistic 10^5, p = 6|logistic-1e5-20-6|y ~ x1 + x2 + x3 + x4 + x5 + (1 \| g), binomial|y ~ x1 + x2 + x3 + x4 + x5 + (1 \| g)|binomial|-|20|glmer glmmTMB
logistic 10^5, 2000 a cluster|logistic-1e5-2000-3|y ~ x1 + x2 + (1 \| g), binomial|y ~ x1 + x2 + (1 \| g)|binomial|-|20|glmer glmmTMB
logistic 10^5, nagq = 9|logistic-1e5-20-3|y ~ x1 + x2 + (1 \| g), binomial, nagq = 9|y ~ x1 + x2 + (1 \| g)|binomial|-|20|glmer9
poisson slope 10^5|poisson-1e5|y ~ x + (x \| g), poisson|y ~ x + (x \| g)|poisson|-|20|glmer glmmTMB
gaussian slope 10^6|gaussian-1e6|y ~ x + (x \| g)|y ~ x + (x \| g)|gaussian|-|6|lmer
crossed 10^5, 1000 x 1000|crossed-1e5-1000|y ~ x1 + x2 + (1 \| a) + (1 \| b), binomial|y ~ x1 + x2 + (1 \| a) + (1 \| b)|binomial|-|8|glmer0
InstEval gaussian|InstEval|y ~ service + (1 \| s) + (1 \| d), method = REML|y ~ service + (1 \| s) + (1 \| d)|gaussian|s,d,service|10|lmer
InstEval binomial|InstEval|I(y >= 4) ~ service + (1 \| s) + (1 \| d), binomial|I(y >= 4) ~ service + (1 \| s) + (1 \| d)|binomial|s,d,service|6|glmmTMB
logistic 10^6|logistic-1e6-20-3|y ~ x1 + x2 + (1 \| g), binomial|y ~ x1 + x2 + (1 \| g)|binomial|-|8|glmer glmmTMB
logistic 10^6, p = 6|logistic-1e6-20-6|y ~ x1 + x2 + x3 + x4 + x5 + (1 \| g), binomial||binomial|-|8|
logistic 10^6, 2000 a cluster|logistic-1e6-2000-3|y ~ x1 + x2 + (1 \| g), binomial||binomial|-|8|
logistic 10^7|logistic-1e7-20-3|y ~ x1 + x2 + (1 \| g), binomial||binomial|-|4|
binary 10^7|binary-1e7|y ~ x1 + x2 + x3 + x4 + x5 + (1 \| g), binomial||binomial|-|4|
binary 10^7, no equal rows|binary-1e7|y ~ x1 + x2 + x3 + x4 + x5 + offset(apart) + (1 \| g), binomial||binomial|-|4|
'

wanted() {
    local name=$1
    shift
    [ $# -eq 0 ] || printf '%s\n' "$@" | grep -qxF -e "$name"
}

prepare() {
    local file="$data/$1.csv"
    if [ "$1" = InstEval ]; then
        cp "$root/src/test/resources/reference/InstEval/data.csv" "$file"
    elif [ ! -f "$file" ]; then
        java -cp "$data/classes" Simulate "$1" "$file.part"
        mv "$file.part" "$file"
    fi
}

# how often a takes the time of b
times() { awk "BEGIN { printf \"%.1f\", $1 / $2 }"; }

echo "$(date -u +%F), $(java -version 2>&1 | head -1), $(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg), seconds, medians"
echo "| benchmark | program | first | later | fits | times slower | log-likelihood | below ours, relative |"
echo "|---|---|---|---|---|---|---|---|"
echo "$benchmarks" | sed 's/\\|/\x01/g' | while IFS='|' read -r name file text formula family factors fits peers; do
    [ -n "$name" ] && wanted "$name" "$@" || continue
    text=${text//$'\x01'/|}
    formula=${formula//$'\x01'/|}
    prepare "$file"
    title=$name
    ours=
    # shellcheck disable=SC2086
    while read -r count first later logLik evaluations status; do
        echo "| $title | glmm-sql, $count thread(s), $evaluations evaluations, $status | $first | $later | $fits | | $logLik | |"
        title=
        [ -n "$ours" ] || { ours=$later; best=$logLik; }
    done < <(java ${JAVA_OPTIONS:-} -cp "$classpath" Fit "$data/$file.csv" "$text" "$factors" "$fits" "$threads")
    [ -n "$R" ] || continue
    for peer in $peers; do
        read -r seconds logLik < <(Rscript "$here/peers.R" "$data/$file.csv" "$formula" "$family" "$factors" "$peer" "$runs")
        below=$(awk "BEGIN { printf \"%.1e\", ($best - $logLik) / sqrt($best * $best) }")
        echo "| | $peer | | $seconds | $runs | $(times "$seconds" "$ours") | $logLik | $below |"
    done
done

if wanted groups "$@"; then
    echo
    echo "Fits a second, 10,000 groups of 100 rows in 10 clusters, logistic, by GROUP BY"
    echo "| program | first | later | ok |"
    echo "|---|---|---|---|"
    for url in jdbc:duckdb: jdbc:h2:mem: jdbc:sqlite:; do
        read -r first later ok < <(java ${JAVA_OPTIONS:-} -cp "$classpath" Groups "$url" 10000 100 6)
        echo "| glmm-sql, $url | $first | $later | $ok |"
    done
    [ -z "$R" ] || for peer in glmer glmmTMB; do
        echo "| $peer, 200 of the groups | | $(Rscript "$here/peers.R" groups 200 100 "$peer" "$runs") | |"
    done
fi

if wanted start "$@"; then
    echo
    echo "First answer of a new JVM, five times"
    TIMEFORMAT="%R s"
    for _ in 1 2 3 4 5; do
        time java -jar "$root/target/glmm-sql.jar" fit "$root/src/test/resources/reference/cbpp/data.csv" \
            'cbind(incidence, size - incidence) ~ period + (1 | herd), binomial' > "$data/answer"
    done
fi
