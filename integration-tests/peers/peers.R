# Fits one model with one package and prints median seconds and the log-likelihood:
#   Rscript peers.R <file> <formula> <family> <factors, comma-separated, or -> <glmer|glmer0|glmer9|lmer|glmmTMB> <runs>
# or many small ones, the first of those of Groups.java, and prints fits a second:
#   Rscript peers.R groups <groups> <rows a group> <glmer|glmmTMB> <runs>
args <- commandArgs(TRUE)
quiet <- function(expression) suppressWarnings(suppressMessages(expression))
fitters <- list(
  glmer = function(formula, data, family) lme4::glmer(formula, data, family),
  glmer0 = function(formula, data, family) lme4::glmer(formula, data, family, nAGQ = 0),
  glmer9 = function(formula, data, family) lme4::glmer(formula, data, family, nAGQ = 9),
  lmer = function(formula, data, family) lme4::lmer(formula, data),
  glmmTMB = function(formula, data, family) glmmTMB::glmmTMB(formula, data, family))

if (args[1] == "groups") {
  groups <- as.integer(args[2])
  i <- seq_len(groups * as.integer(args[3])) - 1
  data <- data.frame(grp = i %/% as.integer(args[3]), g = factor(i %% 10),
                     x = (7 * i * i + i) %% 10007 / 5003.5 - 1,
                     y = as.integer((11 * i * i + 3 * i) %% 9973 < 2992 + 399 * (i %% 10)))
  parts <- split(data, data$grp)
  times <- sapply(seq_len(as.integer(args[5])), function(k) system.time(for (part in parts)
    quiet(fitters[[args[4]]](y ~ x + (1 | g), part, binomial())))[["elapsed"]])
  cat(sprintf("%.1f\n", groups / median(times)))
} else {
  data <- read.csv(args[1])
  for (name in setdiff(strsplit(args[4], ",")[[1]], "-")) data[[name]] <- factor(data[[name]])
  family <- if (args[3] == "poisson") poisson() else if (args[3] == "binomial") binomial() else gaussian()
  times <- sapply(seq_len(as.integer(args[6])), function(i)
    system.time(model <<- quiet(fitters[[args[5]]](as.formula(args[2]), data, family)))[["elapsed"]])
  cat(sprintf("%.3f %.8f\n", median(times), as.numeric(logLik(model))))
}
