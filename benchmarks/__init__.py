"""What is measured, against which peer: `python -m benchmarks` prints medians, ratios and whether targets are met."""
