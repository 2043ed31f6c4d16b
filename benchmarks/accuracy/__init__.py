"""How far kullback and its peers are from the exact value, on inputs that are hard for a formula.

python -m benchmarks.accuracy
"""
