# Fits one model with one package and prints median seconds, median processor seconds and the log-likelihood:
#   Rscript peers.R <file> <formula> <family> <factors, comma-separated, or -> <glmer|glmer0|glmer9|lmer|glmmTMB> <runs>
args <- commandArgs(TRUE)
data <- read.csv(args[1])
for (name in setdiff(strsplit(args[4], ",")[[1]], "-")) data[[name]] <- factor(data[[name]])
formula <- as.formula(args[2])
family <- if (args[3] == "poisson") poisson() else if (args[3] == "binomial") binomial() else gaussian()
fit <- switch(args[5],
  glmer = function() lme4::glmer(formula, data, family),
  glmer0 = function() lme4::glmer(formula, data, family, nAGQ = 0),
  glmer9 = function() lme4::glmer(formula, data, family, nAGQ = 9),
  lmer = function() lme4::lmer(formula, data),
  glmmTMB = function() glmmTMB::glmmTMB(formula, data, family))
times <- sapply(seq_len(as.integer(args[6])), function(i) {
  time <- system.time(model <<- suppressWarnings(suppressMessages(fit())))
  c(time[["elapsed"]], time[["user.self"]] + time[["sys.self"]])
})
cat(sprintf("%.3f %.3f %.8f\n", median(times[1, ]), median(times[2, ]), as.numeric(logLik(model))))
