"""How far estimates from counts can be trusted: bias, error and coverage where the truth is known.

python -m benchmarks.estimation
"""
